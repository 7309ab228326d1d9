package io.ktrdr.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphLinesTest {
    /** @param arrows {@code ab}: from a to b */
    private static String drawn(int nodes, String... arrows) {
        List<BitSet> followers = nodes(nodes);
        for (String arrow : arrows) {
            followers.get(arrow.charAt(0) - 'a').set(arrow.charAt(1) - 'a');
        }
        return GraphLines.of(followers, node -> 'a' + node).stream()
                .map(GraphLines.Line::drawn)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<BitSet> nodes(int count) {
        return IntStream.range(0, count).mapToObj(node -> new BitSet()).toList();
    }

    @Test
    void nothing_is_drawn_as_nothing_and_one_alone_as_its_mark() {
        assertEquals(List.of(), GraphLines.of(List.of(), node -> 'x'));
        assertEquals("a\n", drawn(1));
    }

    @Test
    void a_chain_goes_straight_down() {
        assertEquals("""
                a
                │
                b
                │
                c
                """, drawn(3, "ab", "bc"));
    }

    @Test
    void a_diamond_parts_and_joins() {
        assertEquals("""
                a
                ├─b
                c │
                ├─╯
                d
                """, drawn(4, "ab", "ac", "bd", "cd"));
    }

    @Test
    void many_that_start_from_one_share_its_lane() {
        assertEquals("""
                a
                ├─b
                ├─c
                ├─d
                ╰─e
                """, drawn(5, "ab", "ac", "ad", "ae"));
    }

    @Test
    void many_that_lead_to_one_share_a_lane() {
        assertEquals("""
                a
                │ b
                ├─╯
                │ c
                ├─╯
                d
                """, drawn(4, "ad", "bd", "cd"));
    }

    @Test
    void what_belongs_not_together_stands_apart() {
        assertEquals("""
                a
                │
                b

                c
                │
                d

                e
                """, drawn(5, "ab", "cd"));
    }

    @Test
    void a_short_cut_runs_beside_the_long_way() {
        assertEquals("""
                a
                ├─b
                │ │
                │ c
                ├─╯
                ╰─d
                """, drawn(4, "ab", "bc", "cd", "ad"));
    }

    @Test
    void a_long_way_with_side_ways_does_not_drift_to_the_right() {
        assertEquals("""
                a
                ├─b
                c
                ├─d
                e
                ├─f
                ╰─g
                """, drawn(7, "ab", "ac", "cd", "ce", "ef", "eg"));
    }

    @Test
    void lanes_that_are_only_crossed_interrupt_what_crosses_them() {
        assertEquals("""
                a
                │ b
                ├─┼─e
                │ │ c
                ╰─│─┼─d
                  ╰─┴─f
                """, drawn(6, "ad", "ae", "be", "bf", "cd", "cf"));
        assertEquals("""
                a
                ├─f
                ├─│─b
                │ │ │
                │ │ c
                │ ├─╯
                d │
                │ │
                e │
                ├─╯
                g
                """, drawn(7, "ab", "bc", "ad", "de", "af", "cg", "eg", "fg"));
    }

    @Test
    void a_hundred_in_a_row_from_one_and_to_one_need_little_room() {
        List<BitSet> chain = nodes(100);
        List<BitSet> fan = nodes(102);
        for (int node = 0; node < 100; node++) {
            if (node > 0) {
                chain.get(node - 1).set(node);
            }
            fan.getFirst().set(node + 1);
            fan.get(node + 1).set(101);
        }
        fan.getFirst().clear(101);
        fan.get(101).clear();
        assertEquals(1, width(GraphLines.of(chain, node -> 'x')));
        assertEquals(5, width(GraphLines.of(fan, node -> 'x')));
    }

    private static int width(List<GraphLines.Line> lines) {
        return lines.stream().mapToInt(line -> line.drawn().length()).max().orElse(0);
    }

    /** Whoever follows the lines from below finds what a node depends on, and nothing else. */
    @Test
    void every_picture_can_be_read_back() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int count = 1 + random.nextInt(round < 400 ? 9 : 60);
            double share = random.nextDouble() * (round < 400 ? 0.6 : 0.1);
            List<BitSet> followers = nodes(count);
            for (int before = 0; before < count; before++) {
                for (int after = before + 1; after < count; after++) {
                    followers.get(before).set(after, random.nextDouble() < share);
                }
            }
            List<GraphLines.Line> picture = GraphLines.of(followers, node -> '*');
            assertEquals(
                    followers,
                    read(picture, count),
                    () -> picture.stream().map(GraphLines.Line::drawn).collect(Collectors.joining("\n")));
        }
    }

    /** From the characters alone: in each column the nodes whose arrows come down in it. Marks that touch are no line. */
    private static List<BitSet> read(List<GraphLines.Line> picture, int count) {
        List<BitSet> followers = nodes(count);
        BitSet seen = new BitSet();
        List<BitSet> above = nodes(2 * count);
        String cellsAbove = "";
        for (GraphLines.Line line : picture) {
            String cells = line.drawn();
            List<BitSet> below = new ArrayList<>(nodes(2 * count));
            int at = 0;
            while (at < cells.length()) {
                int end = at;
                while (end + 1 < cells.length() && cells.charAt(end + 1) == '─') {
                    end += 2;
                }
                BitSet joined = new BitSet();
                int mark = -1;
                for (int column = at; column <= end; column += 2) {
                    switch (cells.charAt(column)) {
                        case '├', '┤', '┼', '┴', '╰', '╯' -> joined.or(above.get(column));
                        case '*' -> mark = column;
                        default -> {}
                    }
                }
                for (int column = at; column <= end; column += 2) {
                    switch (cells.charAt(column)) {
                        case '│' -> below.get(column).or(above.get(column));
                        case '├', '┤', '┼' -> below.get(column).or(mark < 0 ? joined : above.get(column));
                        default -> {}
                    }
                }
                if (mark >= 0) {
                    boolean touched = line.node() >= 0 && !seen.get(line.node());
                    assertTrue(touched, "a mark of its own");
                    seen.set(line.node());
                    if (mark >= cellsAbove.length() || cellsAbove.charAt(mark) != '*') {
                        joined.or(above.get(mark));
                    }
                    joined.stream().forEach(source -> followers.get(source).set(line.node()));
                    below.get(mark).set(line.node());
                }
                at = end + 2;
            }
            above = below;
            cellsAbove = cells;
        }
        assertEquals(count, seen.cardinality());
        return followers;
    }
}
