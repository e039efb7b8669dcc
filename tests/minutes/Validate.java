// veraPDF as a servant: reads "FLAVOUR<tab>FILE" lines, answers each with its faults and then ".".
// FLAVOUR is 3a, ua1 and so on; a file that keeps the standard is answered by "." alone.

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class Validate {
    public static void main(String[] arguments) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        var asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            String[] parts = line.split("\t");
            try {
                validate(PDFAFlavour.byFlavourId(parts[0]), parts[1]);
            } catch (Exception error) {
                System.out.println("unreadable: " + error);
            }
            System.out.println(".");
            System.out.flush();
        }
    }

    private static void validate(PDFAFlavour flavour, String file) throws Exception {
        var foundry = Foundries.defaultInstance();
        try (PDFAParser parser = foundry.createParser(new FileInputStream(file), flavour);
                PDFAValidator validator =
                        foundry.createValidator(profile(flavour), 5, true, false, false)) {
            for (TestAssertion test : validator.validate(parser).getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED) {
                    System.out.println(flavour + " " + test.getRuleId().getClause() + "-"
                            + test.getRuleId().getTestNumber() + ": " + test.getMessage() + " @ "
                            + test.getLocation().getContext());
                }
            }
        }
    }

    private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String id = flavour.getId();
        String name = id.equals("ua1") ? "PDFUA-1" : "PDFA-" + id.toUpperCase();
        String path = "/org/verapdf/pdfa/validation/" + name + ".xml";
        try (var stream = PDFAParser.class.getResourceAsStream(path)) {
            return Profiles.profileFromXml(stream);
        }
    }
}
