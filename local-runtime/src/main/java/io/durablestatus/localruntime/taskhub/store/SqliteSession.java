package io.durablestatus.localruntime.taskhub.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One connection with its prepared statements; used by one thread at a time. */
final class SqliteSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteSession.class);
    private static final int BUSY_TIMEOUT_MILLIS = 2_000;
    private static final int CACHE_KIBIBYTES = 16_384;

    /** An extended result code has its primary one in the lowest byte. */
    private static final int PRIMARY = 0xff;

    private static final Set<Integer> MISTAKES = Set.of(
            SQLiteErrorCode.SQLITE_ERROR.code,
            SQLiteErrorCode.SQLITE_TOOBIG.code,
            SQLiteErrorCode.SQLITE_CONSTRAINT.code,
            SQLiteErrorCode.SQLITE_MISMATCH.code,
            SQLiteErrorCode.SQLITE_MISUSE.code,
            SQLiteErrorCode.SQLITE_RANGE.code);

    private static final Set<Integer> FAULTS_OF_THE_FILE = Set.of(
            SQLiteErrorCode.SQLITE_ERROR.code,
            SQLiteErrorCode.SQLITE_CORRUPT.code,
            SQLiteErrorCode.SQLITE_FORMAT.code,
            SQLiteErrorCode.SQLITE_NOTADB.code);

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    SqliteSession(Path file, SQLiteConfig.SynchronousMode synchronous) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(synchronous);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setCacheSize(-CACHE_KIBIBYTES);
        this.connection = config.createConnection("jdbc:sqlite:" + file);
        // why: transactions are begun and ended by hand. The driver in auto-commit mode tries to begin one behind each
        // statement, and without it begins one right behind each commit; when that fails, a commit that is done looks
        // as if it were not.
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("COMMIT");
        }
    }

    /** Opens a connection, always to the same file. */
    @FunctionalInterface
    interface Opener {
        SqliteSession open() throws SQLException;
    }

    Connection connection() {
        return connection;
    }

    /** Reads one row's columns into a value. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> query(String sql, Row<T> mapper, Object... parameters) {
        try {
            PreparedStatement statement = bind(sql, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(mapper.read(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    int update(String sql, Object... parameters) {
        try {
            return bind(sql, parameters).executeUpdate();
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    void batch(String sql, List<Object[]> rows) {
        try {
            PreparedStatement statement = bind(sql);
            for (Object[] row : rows) {
                set(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    private PreparedStatement bind(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        set(statement, parameters);
        return statement;
    }

    private static void set(PreparedStatement statement, Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else {
                statement.setObject(i + 1, parameters[i]);
            }
        }
    }

    /**
     * Begins a transaction that may write: it waits for another program's lock here, and only here. why: SQLite refuses at
     * once, without waiting, when a transaction that has read goes on to write.
     */
    void beginWrite() throws SQLException {
        bind("BEGIN IMMEDIATE").executeUpdate();
    }

    /** Begins a transaction that sees the state of one moment, that of its first query. */
    void beginRead() throws SQLException {
        bind("BEGIN").executeUpdate();
    }

    void commit() throws SQLException {
        bind("COMMIT").executeUpdate();
    }

    /** Closes the statements too, and rolls back what was not committed. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Closes a connection that an error left in a state not to rely on, or that is not wanted any more. */
    void discard() {
        try {
            close();
        } catch (SQLException e) {
            LOG.warn("a connection of the task hub did not close", e);
        }
    }

    /** Whether it is no database, a damaged one, or one with other tables; a lock or a full disk is no fault of the file. */
    static boolean isTheFilesFault(SQLException failure) {
        return hasCode(failure, FAULTS_OF_THE_FILE);
    }

    /** Whether trying again cannot help, as after a broken constraint; a full disk or a locked file can get better. */
    static boolean isMistake(Throwable failure) {
        return hasCode(failure instanceof StoreFailure ? failure.getCause() : failure, MISTAKES);
    }

    private static boolean hasCode(Throwable failure, Set<Integer> codes) {
        return failure instanceof SQLiteException error && codes.contains(error.getResultCode().code & PRIMARY);
    }

    /** Carries an error of SQLite out of a transaction's work; the store turns it into a refusal. */
    static final class StoreFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoreFailure(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
