import Foundation
import Storage
import TestSupport
import Testing

/// One who only looks changes nothing, needs no right to write, and keeps nobody out.
@Suite struct ReadOnlyTests {
    private static let first = Migration(
        number: 1, name: "firm",
        statements: ["CREATE TABLE firm (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT"])
    private static let second = Migration(
        number: 2, name: "payment", statements: ["CREATE TABLE payment (id INTEGER) STRICT"])

    private static let count: @Sendable (Connection) throws -> Int64? = { connection in
        try connection.first("SELECT COUNT(*) FROM firm") { $0.int(0) }
    }

    /// A database with one firm, and its writer, still open.
    private static func make(_ place: TestDatabase) throws -> Database<PlainScope> {
        let writer = try place.open()
        try writer.migrate([first], appliedAt: "now")
        try writer.writeSynchronously { try $0.connection.run("INSERT INTO firm VALUES (1, 'a')") }
        return writer
    }

    @Test(arguments: TestEngine.allCases) func readsBesideAWriterAndWritesNothing(_ engine: TestEngine) throws
    {
        let place = try engine.makeDatabase()
        let writer = try Self.make(place)
        defer { writer.close() }
        let reader = try Database<PlainScope>.openReadOnly(url: place.url)
        defer { reader.close() }
        #expect(try reader.readSynchronously(Self.count) == 1)
        try writer.writeSynchronously { try $0.connection.run("INSERT INTO firm VALUES (2, 'b')") }
        #expect(try reader.readSynchronously(Self.count) == 2)
        #expect(throws: StorageError.readOnly) {
            try reader.writeSynchronously { try $0.connection.run("INSERT INTO firm VALUES (3, 'c')") }
        }
        #expect(throws: StorageError.readOnly) { try reader.migrate([Self.first], appliedAt: "now") }
        #expect(throws: StorageError.self) {
            try reader.readSynchronously { try $0.change("INSERT INTO firm VALUES (3, 'c')") }
        }
        #expect(try reader.readSynchronously(Self.count) == 2)
    }

    @Test(arguments: TestEngine.allCases) func saysThatTheSchemaIsNotThePrograms(_ engine: TestEngine) throws
    {
        let place = try engine.makeDatabase()
        try Self.make(place).close()
        let reader = try Database<PlainScope>.openReadOnly(url: place.url)
        defer { reader.close() }
        try reader.checkSchema([Self.first])
        #expect(throws: StorageError.olderSchema(found: 1, known: 2)) {
            try reader.checkSchema([Self.first, Self.second])
        }
        #expect(throws: StorageError.newerSchema(found: 1, known: 0)) { try reader.checkSchema([]) }
    }

    @Test(arguments: TestEngine.allCases) func nothingIsMadeWhereNothingIs(_ engine: TestEngine) throws {
        let place = try engine.makeDatabase()
        switch engine {
        case .sqlite:
            #expect(throws: StorageError.self) { try Database<PlainScope>.openReadOnly(url: place.url) }
            let files = try FileManager.default.contentsOfDirectory(atPath: place.directory ?? "")
            #expect(files.isEmpty)
        case .postgresql:
            let reader = try Database<PlainScope>.openReadOnly(url: place.url)
            defer { reader.close() }
            #expect(throws: StorageError.olderSchema(found: 0, known: 1)) {
                try reader.checkSchema([Self.first])
            }
        }
    }

    @Test func aStandbyIsRead() throws {
        let primary = try PostgreSQLServer()
        defer { primary.stop() }
        let address = try primary.makeDatabase()
        let writer = try Database<PlainScope>.open(url: address)
        try writer.migrate([Self.first], appliedAt: "now")
        writer.close()
        let standby = try PostgreSQLServer(standbyOf: primary)
        defer { standby.stop() }
        let url = standby.url(of: "test1")
        let reader = try Database<PlainScope>.openReadOnly(url: url)
        defer { reader.close() }
        try reader.checkSchema([Self.first])
        #expect(try reader.readSynchronously(Self.count) == 0)
        let refused = try Database<PlainScope>.open(url: url)
        defer { refused.close() }
        #expect(throws: StorageError.self) { try refused.migrate([Self.first], appliedAt: "now") }
        // The first host that answers will do, although it takes no changes.
        let both = "postgresql://postgres@/test1?host=\(standby.directory),\(primary.directory)"
        let either = try Database<PlainScope>.openReadOnly(url: both)
        defer { either.close() }
        let isStandby = try either.readSynchronously { try $0.exists("SELECT 1 WHERE pg_is_in_recovery()") }
        #expect(isStandby)
    }
}
