import Foundation
public import Storage

/// The engines that every test of the storage runs on.
public enum TestEngine: String, CaseIterable, Sendable {
    case sqlite
    case postgresql

    /// A new, empty database, removed when the value is let go of.
    public func makeDatabase() throws -> TestDatabase {
        switch self {
        case .sqlite:
            let directory = NSTemporaryDirectory() + "cassia-test-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            return TestDatabase(url: "sqlite:\(directory)/test.db", directory: directory)
        case .postgresql:
            return TestDatabase(url: try PostgreSQLServer.shared.get().makeDatabase(), directory: nil)
        }
    }
}

/// An empty database for one test.
public final class TestDatabase: Sendable {
    public let url: String
    /// Of the SQLite file; nil on PostgreSQL, whose directory goes with the server.
    public let directory: String?
    /// For the key of the book, removed with the value.
    public let keyFile = NSTemporaryDirectory() + "cassia-test-\(UUID().uuidString).key"

    init(url: String, directory: String?) {
        self.url = url
        self.directory = directory
    }

    deinit {
        if let directory { try? FileManager.default.removeItem(atPath: directory) }
        try? FileManager.default.removeItem(atPath: keyFile)
    }

    public func open<Scope: TransactionScope>(
        _ scope: Scope.Type = PlainScope.self, settings: DatabaseSettings = DatabaseSettings()
    ) throws -> Database<Scope> {
        try Database<Scope>.open(url: url, settings: settings)
    }
}
