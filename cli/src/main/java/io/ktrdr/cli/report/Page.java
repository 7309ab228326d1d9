package io.ktrdr.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file around what is shown: styles and script inside it, and a Content Security Policy (level 3) that allows these two,
 * by their hashes, and nothing else.
 */
final class Page {
    private static final Pattern SLOT = Pattern.compile("<!--([a-z]+)-->");
    private static final String UPLOT = "uplot-1.6.32/";

    private Page() {}

    static String of(String title, Html body, Charts charts) {
        String style = resource(UPLOT + "uPlot.min.css") + "\n" + resource("report.css");
        String script = "/* uPlot\n" + resource(UPLOT + "LICENSE") + "\n*/\n" + resource(UPLOT + "uPlot.iife.min.js")
                + "\n" + resource("report.js");
        String policy = "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; base-uri 'none'; form-action 'none'";
        Map<String, String> slots = Map.of(
                "title", Html.escaped(title),
                "policy", Html.escaped(policy),
                "style", style,
                "body", body.toString(),
                "charts", charts.json(),
                "script", script);
        // in one pass, so that nothing that is filled in is taken for a slot
        Matcher template = SLOT.matcher(resource("report.html"));
        return template.replaceAll(slot -> Matcher.quoteReplacement(slots.getOrDefault(slot.group(1), slot.group())));
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not part of this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
