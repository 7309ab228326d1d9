package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.contracts.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL server programs, which come in a jar as a compressed archive. */
final class PostgresBinaries {
    private static final int SHORT_HASH = 12;

    private final Path parent;

    PostgresBinaries(Path parent) {
        this.parent = parent;
    }

    /** The folder with {@code bin/postgres}; unpacked once for each release, under the archive's hash. */
    Path unpacked(Consumer<String> say) {
        byte[] archive = archive();
        Path folder = parent.resolve("server-" + Sha256.of(archive).substring(0, SHORT_HASH));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        say.accept("Unpacking PostgreSQL (once) ...");
        Path partial = parent.resolve(folder.getFileName() + ".partial");
        try {
            FolderTree.delete(partial);
            unpack(archive, partial);
            // the folder appears when it is whole, so that a start that was killed meanwhile leaves nothing half
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot unpack PostgreSQL into " + folder + ": " + Home.reason(e));
        }
        return folder;
    }

    private static byte[] archive() {
        String name = resourceName(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream resource =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            if (resource != null) {
                return resource.readAllBytes();
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot read " + name + ": " + Home.reason(e));
        }
        throw new CommandFailure(
                ExitCode.FAULT,
                "This build holds no PostgreSQL for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch"));
    }

    static String resourceName(String system, String architecture) {
        String platform = system.toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
        return "postgres-" + platform + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("an entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    write(tar, entry, path);
                }
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
