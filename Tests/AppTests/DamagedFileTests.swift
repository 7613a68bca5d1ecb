import App
import Core
import Storage
import TestSupport
import Testing

/// Damage that no row shows is found by the engine's own check; what is not checked is said.
@Suite struct DamagedFileTests {
    /// An index that does not hold what it should lets the same entry be taken back twice.
    @Test func aUniqueIndexThatMissesARowIsFound() async throws {
        let rich = try RichBook.filled(.sqlite)
        #expect(try await Verification.run(rich.book).areFilesChecked)
        rich.book.close()
        let plain = try rich.database.open(PlainScope.self)
        try plain.writeSynchronously { scope in
            try scope.connection.run("PRAGMA writable_schema = ON")
            // The index is declared to hold other rows than it does.
            try scope.connection.run(
                """
                UPDATE sqlite_schema
                SET sql = replace(sql, 'WHERE reverses IS NOT NULL', 'WHERE reverses > 9000')
                WHERE name = 'entry_reverses'
                """)
        }
        plain.close()
        let book = try Book.openForReading(rich.database.url)
        defer { book.close() }
        let report = try await Verification.run(book)
        let codes = Set(report.findings.map(\.code))
        #expect(codes == ["file_damaged"], "\(report.findings.map(\.sentence.en))")
        #expect(report.findings.allSatisfy { $0.place == "database" && !$0.sentence.zh.isEmpty })
        // Who leaves the file out is told so, and all rows are right.
        let records = try await Verification.run(book, checksFiles: false)
        #expect(records.isSound && !records.areFilesChecked)
    }

    /// The reference that an index does not know could be taken twice.
    @Test func aPageOfAnIndexThatIsOverwrittenIsFound() async throws {
        let rich = try RichBook.filled(.sqlite)
        try rich.sample.addClaimed(first: 100, count: 200)
        let pages = try await rich.book.database.read { connection in
            try connection.first(
                """
                SELECT (SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_entry_1'),
                    (SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_guarantee_1')
                """
            ) { ($0.int(0), $0.int(1)) }
        }
        rich.book.close()
        let (entry, guarantee) = try #require(pages)
        let plain = try rich.database.open(PlainScope.self)
        try plain.writeSynchronously { scope in
            try scope.connection.run("PRAGMA writable_schema = ON")
            try scope.connection.run(
                SQL(
                    "UPDATE sqlite_schema SET rootpage = ? WHERE name = 'sqlite_autoindex_entry_1'",
                    [.int(guarantee)]))
            try scope.connection.run(
                SQL(
                    "UPDATE sqlite_schema SET rootpage = ? WHERE name = 'sqlite_autoindex_guarantee_1'",
                    [.int(entry)]))
        }
        plain.close()
        let book = try Book.openForReading(rich.database.url)
        defer { book.close() }
        let report = try await Verification.run(book)
        #expect(report.findings.contains { $0.code == "file_damaged" })
    }

    @Test func onPostgreSQLTheFilesAreNotChecked() async throws {
        let rich = try RichBook.filled(.postgresql)
        #expect(try await !Verification.run(rich.book).areFilesChecked)
    }
}
