import Foundation
import TestSupport
import Testing

@testable import Storage

/// A file that is read as it lies is watched: what was read while somebody changed it is not handed out.
@Suite struct StillFileTests {
    private func makeFile(_ name: String) throws -> (path: String, place: TestDatabase) {
        let place = try TestEngine.sqlite.makeDatabase()
        let path = (place.directory ?? "") + "/" + name
        let database = try Database<PlainScope>.open(url: "sqlite:" + path)
        try database.writeSynchronously { try $0.connection.run("CREATE TABLE firm (id INTEGER) STRICT") }
        database.close()
        return (path, place)
    }

    @Test func aChangeMakesTheReadUseless() throws {
        let (path, place) = try makeFile("a.db")
        let still = try #require(try SQLiteStillFile.find(path, isWritable: false))
        #expect(still.disturbance == nil)
        let writer = try Database<PlainScope>.open(url: "sqlite:" + path)
        try writer.writeSynchronously { try $0.connection.run("INSERT INTO firm VALUES (1)") }
        #expect(still.disturbance == .busy)
        writer.close()
        #expect(still.disturbance == .busy)
        _ = place
    }

    @Test func whereALogIsThereOrMayBeMadeSQLiteReadsBesideIt() throws {
        let (path, place) = try makeFile("a.db")
        #expect(try SQLiteStillFile.find(path, isWritable: true) == nil)
        let writer = try Database<PlainScope>.open(url: "sqlite:" + path)
        try writer.writeSynchronously { try $0.connection.run("INSERT INTO firm VALUES (1)") }
        #expect(try SQLiteStillFile.find(path, isWritable: false) == nil)
        writer.close()
        #expect(throws: StorageError.self) { try SQLiteStillFile.find(path + "x", isWritable: false) }
        _ = place
    }

    /// Names that mean something in an address of SQLite.
    @Test(arguments: ["a b.db", "50%?#.db", "省.db"]) func namesAreKept(_ name: String) throws {
        let (path, place) = try makeFile(name)
        let still = try #require(try SQLiteStillFile.find(path, isWritable: false))
        let connection = try SQLiteFile.open(still.address, as: .reader, settings: DatabaseSettings())
        defer { connection.close() }
        #expect(try connection.exists("SELECT 1 FROM sqlite_schema WHERE name = 'firm'"))
        _ = place
    }
}
