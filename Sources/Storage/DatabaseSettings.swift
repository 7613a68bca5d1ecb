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
    /// Memory of each connection to a SQLite file for pages of it.
    public var cacheKilobytes = 65_536
    /// How much of a SQLite file each connection maps into memory.
    public var mappedBytes = 268_435_456

    public init() {}
}
