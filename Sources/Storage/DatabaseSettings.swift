/// Limits and sizes of an open database. The defaults suit a server of a province.
public struct DatabaseSettings: Sendable {
    /// Connections, each with its thread, that serve reads.
    public var readers = 4
    /// Changes that may wait; beyond it a write fails with ``StorageError/queueFull``.
    public var waitingLimit = 20_000
    /// Changes that share one commit at most.
    public var groupLimit = 1_000
    /// How long a lost PostgreSQL server is looked for before the waiting changes fail.
    public var reconnectSeconds = 30
    /// How long to wait for another process that is writing the same SQLite file.
    public var busySeconds = 10
    /// Pages of 4,096 bytes in the write-ahead log of SQLite that make it write them back.
    public var checkpointPages = 4_000

    /// Pages that each SQLite connection keeps in memory, in kibibytes. As long as the file is below a
    /// gibibyte, most commits look through all of them.
    public var cacheKilobytes = 16_384
    /// How much of the file each SQLite connection reads through a map of it; it counts as memory in use.
    public var mappedBytes = 268_435_456

    public init() {}

    /// For a command that brings in a whole book: its writer comes back to pages all over the file, which it
    /// keeps in place of a map of the file.
    public static var forImporting: DatabaseSettings {
        var settings = DatabaseSettings()
        settings.readers = 2
        settings.cacheKilobytes = 196_608
        settings.mappedBytes = 0
        return settings
    }

    /// For a server, which runs for long beside others: SQLite's own cache of pages, and little of the map
    /// behind it, which would count as the server's memory five times over.
    public static var forServing: DatabaseSettings {
        var settings = DatabaseSettings()
        settings.mappedBytes = 16_777_216
        return settings
    }

    /// For a command that reads the whole book once: little memory, and little to gain from more.
    public static var forScanning: DatabaseSettings {
        var settings = DatabaseSettings()
        settings.cacheKilobytes = 8_192
        settings.mappedBytes = 0
        return settings
    }
}
