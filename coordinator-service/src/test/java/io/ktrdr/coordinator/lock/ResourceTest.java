package io.ktrdr.coordinator.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTest {
    @ParameterizedTest
    @CsvSource({
        "dataset:BTC-USD/1m, dataset:BTC-USD/1m, true",
        "dataset:BTC-USD/1m, dataset:BTC-USD/5m, false",
        "dataset:BTC-USD/1m, dataset:BTC-USD/*, true",
        "dataset:BTC-USD/1m, strategy:*, false",
        "strategy:rsi_*, strategy:rsi_, true",
        "strategy:rsi_*, strategy:*_7, true",
        "strategy:rsi_*, strategy:macd_*, false",
        "strategy:r?i_1, strategy:rs?_1, true",
        "strategy:?, strategy:ab, false",
        "file:a*b*c, file:*x*, true",
        "file:a*b, file:a*c, false",
        "file:**, file:?, true",
    })
    void patterns_overlap_when_a_name_matches_both(String a, String b, boolean overlap) {
        assertEquals(overlap, new Resource(a).overlaps(new Resource(b)));
        assertEquals(overlap, new Resource(b).overlaps(new Resource(a)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dataset", "dataset:", ":x", "Dataset:x", "dataset:a b", "dataset:ä", "dataset:a\nb"})
    void what_is_no_resource_is_refused(String text) {
        assertFalse(Resource.isOne(text));
    }

    /** All names of up to five letters against what the rows of a table say. */
    @Property(tries = 2000)
    void overlap_is_what_trying_all_names_says(@ForAll("patterns") String a, @ForAll("patterns") String b) {
        Pattern first = regex(a);
        Pattern second = regex(b);
        boolean someName = NAMES.stream()
                .anyMatch(name ->
                        first.matcher(name).matches() && second.matcher(name).matches());
        assertEquals(someName, new Resource("x:" + a).overlaps(new Resource("x:" + b)));
    }

    @Property(tries = 500)
    void everything_that_a_resource_means_begins_with_its_prefix(@ForAll("patterns") String pattern) {
        String prefix = new Resource("x:" + pattern).prefix();
        assertTrue(("x:" + pattern).startsWith(prefix));
        assertFalse(prefix.contains("*") || prefix.contains("?"));
    }

    /** Two patterns of at most four characters that overlap do so on a name of at most eight. */
    private static final List<String> NAMES = names(8);

    private static List<String> names(int longest) {
        List<String> all = new ArrayList<>(List.of(""));
        List<String> last = all;
        for (int length = 1; length <= longest; length++) {
            List<String> longer = new ArrayList<>();
            last.forEach(name -> List.of("a", "b").forEach(letter -> longer.add(name + letter)));
            all.addAll(longer);
            last = longer;
        }
        return all;
    }

    private static Pattern regex(String pattern) {
        return Pattern.compile(pattern.replace("?", "[ab]").replace("*", "[ab]*"));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings()
                .withChars('a', 'b', '*', '?')
                .ofMinLength(1)
                .ofMaxLength(4);
    }
}
