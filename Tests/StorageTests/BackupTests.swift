import Foundation
import Storage
import TestSupport
import Testing

/// A backup is one moment of the database, and only a sound one is put back.
@Suite struct BackupTests {
    @Test func backupUnderLoadAndRestore() async throws {
        let place = try TestEngine.sqlite.makeDatabase()
        let directory = try #require(place.directory)
        let database = try place.open(ChainScope.self)
        try database.migrate([ChainScope.migration], appliedAt: "now")
        try await database.write { for number in 0..<5_000 { $0.append("\(number)") } }
        let writing = Task {
            for number in 0..<200 { try await database.write { $0.append("later \(number)") } }
        }
        try database.backup(to: directory + "/copy.db")
        try await writing.value
        #expect(throws: StorageError.self) { try database.backup(to: directory + "/copy.db") }
        #expect(throws: StorageError.busy) {
            try Database<ChainScope>.restore(from: directory + "/copy.db", to: place.url)
        }
        database.close()
        try Database<ChainScope>.restore(from: directory + "/copy.db", to: place.url)
        let restored = try place.open(ChainScope.self)
        let chain = try await restored.read { try Chain.load($0) }
        #expect(chain.isWhole)
        #expect((5_000..<5_201).contains(chain.labels.count))
        try await restored.write { $0.append("after") }
        restored.close()
        let previous = try Database<ChainScope>.open(url: place.url + ".previous")
        #expect(try await previous.read { try Chain.load($0) }.labels.count == 5_200)
        previous.close()
    }

    @Test func unsoundFilesAreRefused() async throws {
        let place = try TestEngine.sqlite.makeDatabase()
        let directory = try #require(place.directory)
        let database = try place.open(ChainScope.self)
        try database.migrate([ChainScope.migration], appliedAt: "now")
        try await database.write { for number in 0..<5_000 { $0.append("\(number)") } }
        try database.backup(to: directory + "/copy.db")
        database.close()
        try Data("not a database at all, but a text".utf8).write(
            to: URL(fileURLWithPath: directory + "/text.db"))
        var damaged = try Data(contentsOf: URL(fileURLWithPath: directory + "/copy.db"))
        damaged.replaceSubrange(8_192..<40_960, with: Data(repeating: 0xa5, count: 32_768))
        try damaged.write(to: URL(fileURLWithPath: directory + "/damaged.db"))
        for file in ["text.db", "damaged.db", "missing.db"] {
            #expect {
                try Database<ChainScope>.restore(from: directory + "/" + file, to: place.url)
            } throws: { error in
                guard case .notRestorable = error as? StorageError else { return false }
                return true
            }
        }
        let untouched = try place.open(ChainScope.self)
        #expect(try await untouched.read { try Chain.load($0) }.labels.count == 5_000)
        untouched.close()
    }

    @Test func postgreSQLSaysWhatToUse() throws {
        let place = try TestEngine.postgresql.makeDatabase()
        let database = try place.open()
        #expect {
            try database.backup(to: NSTemporaryDirectory() + "never")
        } throws: { error in
            "\(error)".contains("pg_dump")
        }
        database.close()
    }
}
