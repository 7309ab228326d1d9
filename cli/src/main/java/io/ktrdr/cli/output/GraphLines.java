package io.ktrdr.cli.output;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A graph without cycles, drawn from top to bottom in the way of {@code git log --graph}: one line for each node, and lines
 * between them where its arrows run.
 *
 * <p>An arrow runs down in a lane. A lane belongs to all arrows that lead to the same nodes, so that a node from which many
 * start needs one, and so does a node that many lead to. What only crosses a lane is interrupted by it: {@code ─│─}.
 */
public final class GraphLines {
    /** @param node whose mark is in it; -1 for a line of arrows alone */
    public record Line(String drawn, int node) {}

    /** @param targets that are still to come; a node of its own was drawn beside it when it has branched */
    private record Lane(BitSet targets, boolean branched) {
        boolean endsAt(int node) {
            return targets.get(node) && targets.cardinality() == 1;
        }

        @Nullable
        Lane without(int node) {
            if (endsAt(node)) {
                return null;
            }
            BitSet left = (BitSet) targets.clone();
            left.clear(node);
            return new Lane(left, true);
        }
    }

    private final List<BitSet> followers;
    private final IntUnaryOperator mark;
    /** Null where a column is free. */
    private final List<@Nullable Lane> lanes = new ArrayList<>();

    private final List<Line> lines = new ArrayList<>();
    /** Of the mark in the line above; -1 for a line without one. */
    private int columnAbove = -1;

    private GraphLines(List<BitSet> followers, IntUnaryOperator mark) {
        this.followers = followers;
        this.mark = mark;
    }

    /**
     * @param followers of each node those to which its arrows lead, all of them behind it in the list
     * @param mark      a node's character
     */
    public static List<Line> of(List<BitSet> followers, IntUnaryOperator mark) {
        GraphLines graph = new GraphLines(followers, mark);
        graph.order().forEach(graph::draw);
        return graph.lines;
    }

    /** Every node behind those that lead to it, and near to them: the short ways first, so that the longest stays straight. */
    private List<Integer> order() {
        int[] missing = new int[followers.size()];
        int[] height = new int[followers.size()];
        for (int node = followers.size() - 1; node >= 0; node--) {
            int[] next = followers.get(node).stream().toArray();
            for (int follower : next) {
                missing[follower]++;
                height[node] = Math.max(height[node], height[follower] + 1);
            }
        }
        Deque<Integer> ready = new ArrayDeque<>();
        for (int node = followers.size() - 1; node >= 0; node--) {
            if (missing[node] == 0) {
                ready.push(node);
            }
        }
        Comparator<Integer> highestFirst = Comparator.comparingInt(node -> -height[node]);
        List<Integer> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            int node = ready.pop();
            order.add(node);
            followers.get(node).stream()
                    .filter(follower -> --missing[follower] == 0)
                    .boxed()
                    .sorted(highestFirst.thenComparing(Comparator.reverseOrder()))
                    .forEach(ready::push);
        }
        return order;
    }

    private void draw(int node) {
        BitSet incoming = lanesTo(node);
        int column = column(node, incoming);
        boolean underItsMark = incoming.get(column) && column == columnAbove;
        boolean newPicture = lanes.stream().allMatch(lane -> lane == null) && !lines.isEmpty();
        if (underItsMark || newPicture) {
            add(cells(), -1);
        }
        while (lanes.size() <= column) {
            lanes.add(null);
        }
        char[] cells = cells();
        BitSet joined = (BitSet) incoming.clone();
        joined.set(column);
        connect(cells, joined, at -> incoming.get(at) && !lane(at).endsAt(node));
        cells[2 * column] = (char) mark.applyAsInt(node);
        incoming.stream().forEach(at -> lanes.set(at, lane(at).without(node)));
        add(cells, node);
        columnAbove = column;
        goOn(followers.get(node), column);
    }

    private Lane lane(int column) {
        Lane lane = lanes.get(column);
        if (lane == null) {
            throw new IllegalStateException("no lane in column " + column);
        }
        return lane;
    }

    private BitSet lanesTo(int node) {
        BitSet found = new BitSet();
        for (int at = 0; at < lanes.size(); at++) {
            Lane lane = lanes.get(at);
            if (lane != null && lane.targets.get(node)) {
                found.set(at);
            }
        }
        return found;
    }

    /** Where a lane ends in it, so that it goes straight on; beside the lane that it branches off from otherwise. */
    private int column(int node, BitSet incoming) {
        boolean last = followers.get(node).isEmpty();
        return incoming.stream()
                .filter(at -> lane(at).endsAt(node) && !(last && lane(at).branched))
                .findFirst()
                .orElseGet(() -> free(Math.max(0, incoming.nextSetBit(0))));
    }

    private int free(int from) {
        int column = from;
        while (column < lanes.size() && lanes.get(column) != null) {
            column++;
        }
        return column;
    }

    /** The arrows of a node that has been drawn: in the lane of others that lead to the same, or in one of their own. */
    private void goOn(BitSet targets, int column) {
        if (targets.isEmpty()) {
            return;
        }
        int same = 0;
        while (same < lanes.size() && !(lanes.get(same) instanceof Lane lane && lane.targets.equals(targets))) {
            same++;
        }
        lanes.set(column, new Lane(targets, false));
        if (same == lanes.size()) {
            return;
        }
        int left = Math.min(same, column);
        BitSet joined = new BitSet();
        joined.set(same);
        joined.set(column);
        char[] cells = cells();
        connect(cells, joined, at -> at == left);
        lanes.set(left, lanes.get(same));
        lanes.set(Math.max(same, column), null);
        add(cells, -1);
    }

    private char[] cells() {
        char[] cells = " ".repeat(2 * lanes.size()).toCharArray();
        for (int at = 0; at < lanes.size(); at++) {
            if (lanes.get(at) != null) {
                cells[2 * at] = '│';
            }
        }
        return cells;
    }

    private interface Goes {
        boolean onFrom(int column);
    }

    /** A line from the first to the last of these columns. */
    private void connect(char[] cells, BitSet joined, Goes goes) {
        int first = joined.nextSetBit(0);
        int last = joined.length() - 1;
        for (int at = first; at <= last; at++) {
            if (joined.get(at) && first < last) {
                cells[2 * at] = corner(at > first, at < last, goes.onFrom(at));
            } else if (lanes.get(at) == null) {
                cells[2 * at] = '─';
            }
            if (at < last) {
                cells[2 * at + 1] = '─';
            }
        }
    }

    /** Of a lane that comes from above. */
    private static char corner(boolean left, boolean right, boolean down) {
        if (left && right) {
            return down ? '┼' : '┴';
        }
        if (down) {
            return left ? '┤' : '├';
        }
        return left ? '╯' : '╰';
    }

    private void add(char[] cells, int node) {
        lines.add(new Line(String.valueOf(cells).stripTrailing(), node));
        if (node < 0) {
            columnAbove = -1;
        }
    }
}
