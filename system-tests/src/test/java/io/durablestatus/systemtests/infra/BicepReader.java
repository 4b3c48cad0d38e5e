package io.durablestatus.systemtests.infra;

import io.durablestatus.systemtests.infra.Bicep.Arr;
import io.durablestatus.systemtests.infra.Bicep.Declaration;
import io.durablestatus.systemtests.infra.Bicep.Expr;
import io.durablestatus.systemtests.infra.Bicep.File;
import io.durablestatus.systemtests.infra.Bicep.Obj;
import io.durablestatus.systemtests.infra.Bicep.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the Bicep that this repository writes: declarations, objects, lists, and expressions of one line as text. Loops,
 * conditions and multi-line strings are refused, so that nothing is overlooked in silence. The compiler's own parser
 * exists for .NET only.
 */
final class BicepReader {
    private static final Set<String> KINDS = Set.of("param", "var", "resource", "module", "output");

    private final String name;
    private final String text;
    private int at;

    private BicepReader(String name, String text) {
        this.name = name;
        this.text = text;
    }

    static File read(Path root, Path file) throws IOException {
        String name = root.relativize(file).toString().replace('\\', '/');
        return new File(name, new BicepReader(name, Files.readString(file)).declarations());
    }

    private List<Declaration> declarations() {
        List<Declaration> found = new ArrayList<>();
        for (blanks(); at < text.length(); blanks()) {
            if (text.charAt(at) == '@') {
                expression();
                continue;
            }
            String kind = word();
            if (kind.equals("targetScope")) {
                expression();
            } else if (KINDS.contains(kind)) {
                found.add(declaration(kind));
            } else {
                throw cannotRead("a declaration");
            }
        }
        return found;
    }

    private Declaration declaration(String kind) {
        String symbol = word();
        spaces();
        String type = "";
        if (at < text.length() && text.charAt(at) == '\'') {
            String quoted = string();
            type = quoted.substring(1, quoted.length() - 1);
        } else if (text.charAt(at) != '=') {
            type = word();
        }
        spaces();
        boolean existing = text.startsWith("existing", at);
        if (existing) {
            at += "existing".length();
            spaces();
        }
        if (at < text.length() && text.charAt(at) == '=') {
            at++;
            spaces();
            if (text.startsWith("if", at) && !Character.isLetterOrDigit(text.charAt(at + 2))) {
                throw cannotRead("a value without a condition");
            }
            return new Declaration(kind, symbol, type, existing, Optional.of(value()));
        }
        if (!kind.equals("param")) {
            throw cannotRead("'='");
        }
        return new Declaration(kind, symbol, type, existing, Optional.empty());
    }

    private Value value() {
        spaces();
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> list();
            default -> new Expr(expression());
        };
    }

    private Obj object() {
        at++;
        Map<String, Value> entries = new LinkedHashMap<>();
        List<Declaration> nested = new ArrayList<>();
        for (separators(); text.charAt(at) != '}'; separators()) {
            String key = text.charAt(at) == '\'' ? unquoted(string()) : word();
            spaces();
            if (text.charAt(at) == ':') {
                at++;
                if (entries.put(key, value()) != null) {
                    throw cannotRead("'" + key + "' only once");
                }
            } else if (key.equals("resource")) {
                nested.add(declaration(key));
            } else {
                throw cannotRead("':' after '" + key + "'");
            }
        }
        at++;
        return new Obj(entries, nested);
    }

    private Arr list() {
        at++;
        List<Value> items = new ArrayList<>();
        for (separators(); text.charAt(at) != ']'; separators()) {
            if (text.startsWith("for ", at)) {
                throw cannotRead("a list without a loop");
            }
            items.add(value());
        }
        at++;
        return new Arr(items);
    }

    /** Up to the end of the line, a comma or the bracket that closes the surrounding value. */
    private String expression() {
        int start = at;
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'') {
                string();
                continue;
            }
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                if (depth == 0) {
                    break;
                }
                depth--;
            } else if (depth == 0 && (c == '\n' || c == ',' || text.startsWith("//", at))) {
                break;
            }
            at++;
        }
        String found = text.substring(start, at).strip();
        if (found.isEmpty()) {
            throw cannotRead("a value");
        }
        return found;
    }

    /** With its quotes; an inserted expression may itself hold strings. */
    private String string() {
        if (text.startsWith("'''", at)) {
            throw cannotRead("a string of one line");
        }
        int start = at++;
        while (text.charAt(at) != '\'') {
            if (text.charAt(at) == '\\') {
                at += 2;
            } else if (text.startsWith("${", at)) {
                at += 2;
                expression();
                at++;
            } else {
                at++;
            }
        }
        at++;
        return text.substring(start, at);
    }

    private static String unquoted(String string) {
        return string.substring(1, string.length() - 1);
    }

    private String word() {
        spaces();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (start == at) {
            throw cannotRead("a name");
        }
        return text.substring(start, at);
    }

    private void spaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private void separators() {
        blanks();
        while (text.charAt(at) == ',') {
            at++;
            blanks();
        }
    }

    private void blanks() {
        while (at < text.length()) {
            if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                return;
            }
        }
    }

    private IllegalArgumentException cannotRead(String expected) {
        long line = text.substring(0, Math.min(at, text.length())).lines().count();
        return new IllegalArgumentException(
                "%s, line %d: expected %s; write it plainly or teach BicepReader".formatted(name, line, expected));
    }
}
