package io.ktrdr.coordinator.repository;

import java.nio.file.Path;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * The machine as git sees it, without the settings of whoever runs this process: signatures, line endings and hooks that
 * somebody likes for himself are not the strategies', and a container has no home to keep such settings in.
 */
final class OwnSettings extends SystemReader.Delegate {
    private static boolean inForce;

    private OwnSettings(SystemReader machine) {
        super(machine);
    }

    /**
     * Puts them into force for the whole process; the second time nothing happens. Finds out how exact the times of files are on
     * this file system; nobody waits for that, everything is only read more often before.
     *
     * @param folder one that stays: files are made in it for that
     */
    static synchronized void lookAt(Path folder) {
        if (!inForce) {
            SystemReader.setInstance(new OwnSettings(SystemReader.getInstance()));
            FS.FileStoreAttributes.setBackground(true);
            inForce = true;
        }
        FS.getFileStoreAttributes(folder);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    private static final class Nothing extends FileBasedConfig {
        Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // there is no file
        }

        @Override
        public void save() {
            // what was found out is known until the process ends
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
