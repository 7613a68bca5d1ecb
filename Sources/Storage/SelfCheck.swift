/// What the engine itself finds wrong with its files: pages, rows, declared rules, and whether each index
/// holds what its table holds.

extension Database {
    /// The sentences of SQLite's own check, at most `limit` for a table; nil on PostgreSQL, where checksums
    /// and `pg_amcheck` do it.
    ///
    /// - Parameter tables: left out, because the caller reads every row of them anyway.
    public func selfCheck(leavingOut tables: Set<String>, limit: Int = 100) async throws -> [String]? {
        guard engine == .sqlite else { return nil }
        let names = try await read { connection in
            try connection.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
                $0.text(0)
            }
        }
        return try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
            for (place, name) in names.enumerated() where !tables.contains(name) {
                group.addTask { (place, try await self.selfCheck(of: name, limit: limit)) }
            }
            var found: [(place: Int, sentences: [String])] = []
            for try await part in group { found.append(part) }
            return found.sorted { $0.place < $1.place }.flatMap(\.sentences)
        }
    }

    private func selfCheck(of table: String, limit: Int) async throws -> [String] {
        let name =
            "'" + table.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        do {
            let check = SQL(composing: "PRAGMA integrity_check(\(name))")
            let found = try await read { try $0.all(check) { $0.text(0) } }
            return found == ["ok"] ? [] : found.prefix(limit).map { "\(table): \($0)" }
        } catch StorageError.sql(_, let message) {
            return ["\(table): \(message)"]
        }
    }
}
