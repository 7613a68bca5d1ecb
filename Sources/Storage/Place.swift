import Glibc

/// Where the database is: a file or a server.
enum Place: Sendable {
    case sqlite(path: String)
    case postgresql(PostgreSQLAddress)

    /// What a connection is for.
    enum Role: Sendable {
        case writer
        /// Reads beside a writer of the same process.
        case reader
        /// Only ever reads: makes no file, and a standby will do.
        case observer
    }

    /// Understands `sqlite:FILE`, `postgresql://…` and `postgres://…`.
    init(url: String) throws {
        if url.hasPrefix("sqlite:"), url.count > "sqlite:".count {
            self = .sqlite(path: String(url.dropFirst("sqlite:".count)))
        } else if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
            self = .postgresql(try PostgreSQLAddress(url: url))
        } else {
            throw StorageError.cannotOpen("the address must begin with sqlite: or postgresql://")
        }
    }

    var engine: Engine {
        switch self {
        case .sqlite: .sqlite
        case .postgresql: .postgresql
        }
    }

    func open(_ role: Role, settings: DatabaseSettings) throws -> Connection {
        switch self {
        case .sqlite(let path): try SQLiteFile.open(path, as: role, settings: settings)
        case .postgresql(let address): try PostgreSQLConnection(address, as: role)
        }
    }

    /// Opens, and looks for a server that is gone for as long as the settings say.
    func openPatiently(_ role: Role, settings: DatabaseSettings) throws -> Connection {
        guard case .postgresql = self else { return try open(role, settings: settings) }
        let start = monotonicMilliseconds()
        var pauseMilliseconds: UInt32 = 20
        while true {
            do {
                return try open(role, settings: settings)
            } catch {
                let elapsed = monotonicMilliseconds() - start
                guard elapsed < settings.reconnectSeconds * 1_000 else { throw StorageError.connectionLost }
                usleep(pauseMilliseconds * 1_000)
                pauseMilliseconds = min(pauseMilliseconds * 2, 1_000)
            }
        }
    }
}

private func monotonicMilliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}
