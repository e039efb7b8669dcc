// Whether photos taken on this device carry its place: off until the person switches it on here.
"use strict";

(() => {
  const setting = document.getElementById("place-setting");
  if (!setting || !navigator.geolocation) return;
  const box = document.getElementById("place-on");
  const said = document.getElementById("place-said");
  const key = `place-${document.body.dataset.user}`;

  setting.hidden = false;
  box.checked = localStorage.getItem(key) === "on";
  box.addEventListener("change", () => {
    if (!box.checked) {
      localStorage.removeItem(key);
      said.textContent = "";
      return;
    }
    said.textContent = said.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      () => {
        localStorage.setItem(key, "on");
        said.textContent = said.dataset.ready;
      },
      () => {
        box.checked = false;
        said.textContent = said.dataset.refused;
      },
      { timeout: 20000, maximumAge: 600000 },
    );
  });
})();
