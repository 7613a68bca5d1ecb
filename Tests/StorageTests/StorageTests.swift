import Testing

@testable import Storage

@Test func smoke() async throws {
    let path = "/tmp/h2smoke\(UInt32.random(in: 0...UInt32.max)).db"
    let database = try Database<PlainScope>.open(url: "sqlite:\(path)")
    try database.migrate(
        [Migration(number: 1, name: "a", statements: ["CREATE TABLE t (a INTEGER, b TEXT, c BLOB) STRICT"])],
        appliedAt: "now")
    try await database.write { scope in
        try scope.connection.run(SQL("INSERT INTO t VALUES (?, ?, ?)", [.int(1), .text("桂"), .blob([1, 2])]))
    }
    let rows = try await database.read { connection in
        try connection.all("SELECT a, b, c FROM t") { "\($0.int(0)) \($0.text(1)) \($0.bytes(2))" }
    }
    #expect(rows == ["1 桂 [1, 2]"])
    #expect(try database.runAlone { try $0.first("PRAGMA synchronous") { $0.int(0) } } == 2)
    database.close()
}
