package io.ktrdr.quant.bars;

/** A file that cannot be imported. Nothing is wrong with the program: the message is for the file's owner. */
public final class ImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final String field;

    ImportException(long line, String field, String message) {
        super(line == 0 ? message : "line " + line + ": " + message, null, false, false);
        this.line = line;
        this.field = field;
    }

    /** 1 is the first line; 0 when it concerns the whole file. */
    public long line() {
        return line;
    }

    /** The column, e.g. {@code high}; {@code csv} when it concerns none. */
    public String field() {
        return field;
    }

    /** For people; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
