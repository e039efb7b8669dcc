// A PDF dragged anywhere onto the page goes into its form, which is sent at once.
const form = document.querySelector("[data-drop]");
const zone = form?.querySelector(".drop");
const input = form?.querySelector("input[type=file]");

function bringsFile(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

function mark(over) {
  zone.classList.toggle("drop-over", over);
}

if (form) {
  addEventListener("dragover", (event) => {
    if (!bringsFile(event)) return;
    event.preventDefault();
    mark(true);
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  addEventListener("drop", (event) => {
    if (!bringsFile(event)) return;
    event.preventDefault();
    mark(false);
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    form.requestSubmit(form.querySelector("button"));
  });
}
