package io.ktrdr.coordinator.service;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The files of a folder and of the folders in it, those nearer to it first. A data source may be of any size: what is looked at
 * is bounded.
 *
 * @param unreadable folders that could not be looked into, and why
 * @param truncated  there is more than is listed
 */
public record Listing(List<SourceEntry> files, List<String> unreadable, boolean truncated) {
    static final int MAX_FILES = 1_000;
    static final int MAX_FOLDERS = 200;
    /** Folders within folders, the first one counted. */
    static final int MAX_DEPTH = 8;

    public Listing {
        files = List.copyOf(files);
        unreadable = List.copyOf(unreadable);
    }

    /** Gives what is in one folder. */
    interface Folders {
        List<SourceEntry> entries(SourcePath folder) throws IOException, InterruptedException;
    }

    static Listing of(SourcePath top, Folders folders) throws IOException, InterruptedException {
        List<SourceEntry> files = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        boolean truncated = false;
        Deque<SourcePath> waiting = new ArrayDeque<>(List.of(top));
        for (int opened = 0; !waiting.isEmpty(); opened++) {
            if (opened == MAX_FOLDERS) {
                return new Listing(files, unreadable, true);
            }
            SourcePath folder = waiting.removeFirst();
            for (SourceEntry entry : sorted(folder, top, folders, unreadable)) {
                if (!entry.folder() && files.size() < MAX_FILES) {
                    files.add(entry);
                } else if (entry.folder() && depth(top, entry.path()) < MAX_DEPTH) {
                    waiting.add(entry.path());
                } else {
                    truncated = true;
                }
            }
        }
        return new Listing(files, unreadable, truncated);
    }

    /** A folder that cannot be looked into is no reason not to look into the others, unless it is the one asked for. */
    private static List<SourceEntry> sorted(SourcePath folder, SourcePath top, Folders folders, List<String> unreadable)
            throws IOException, InterruptedException {
        try {
            return folders.entries(folder).stream()
                    .sorted(Comparator.comparing(entry -> entry.path().toString()))
                    .toList();
        } catch (UnusableFileException e) {
            if (folder.equals(top)) {
                throw e;
            }
            unreadable.add(e.getMessage());
            return List.of();
        }
    }

    private static int depth(SourcePath top, SourcePath folder) {
        return folder.names().size() - top.names().size();
    }
}
