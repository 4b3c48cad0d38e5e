package io.durablestatus.web.submit;

import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** A submission as a form. */
final class SubmittedForm {
    private static final String FILE = "file";
    private static final String THRESHOLD = "threshold";
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] file;
    private final List<String> thresholds;

    private SubmittedForm(byte[] file, List<String> thresholds) {
        this.file = file;
        this.thresholds = thresholds;
    }

    /** @throws ProblemException 415 when its parts are not exactly one {@code file} and at most {@code threshold} */
    static SubmittedForm of(MultipartFormDataInput input, List<String> queryThresholds) {
        Map<String, Collection<FormValue>> parts = input.getValues();
        Collection<FormValue> files = parts.getOrDefault(FILE, List.of());
        if (files.size() != 1 || !Set.of(FILE, THRESHOLD).containsAll(parts.keySet())) {
            throw ProblemException.of(
                    HttpProblem.UNSUPPORTED_MEDIA_TYPE,
                    "The form must have exactly one part named file, and may have one named threshold; it has "
                            + files.size() + " named file and the names " + parts.keySet() + ".");
        }
        List<String> thresholds = new ArrayList<>(queryThresholds);
        parts.getOrDefault(THRESHOLD, List.of()).forEach(value -> thresholds.add(text(value)));
        return new SubmittedForm(bytes(files.iterator().next()), thresholds);
    }

    /** The bytes of the part {@code file}. */
    byte[] file() {
        return file;
    }

    /** All thresholds given, in the query and in the form. */
    List<String> thresholds() {
        return thresholds;
    }

    private static String text(FormValue value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /**
     * A part without a file name arrives as text, its malformed bytes replaced already. They become malformed again, so
     * that the check names their place instead of taking a damaged list.
     */
    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int start = 0;
        for (int at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, start)) {
            bytes.writeBytes(text.substring(start, at).getBytes(StandardCharsets.UTF_8));
            bytes.write(0xFF);
            start = at + 1;
        }
        bytes.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static byte[] bytes(FormValue value) {
        String type = value.getHeaders() == null ? null : value.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        if (type != null) {
            Charsets.requireUtf8(MediaType.valueOf(type));
        }
        if (!value.isFileItem()) {
            return bytes(value.getValue());
        }
        try (InputStream in = value.getFileItem().getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The uploaded file cannot be read back", e);
        }
    }
}
