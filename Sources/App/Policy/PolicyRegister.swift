public import Core

/// The whole register decided by one policy, in columns, in the order of its firms.
public struct PolicyRegister {
    public let program: PolicyProgram

    public init(_ program: PolicyProgram) { self.program = program }

    /// Writes a table of all decisions; returns how many there are.
    @discardableResult
    public func write(_ book: Book, to path: String) async throws -> Int {
        let results = try FirmResults(program, path: path, carried: [], byteOrderMark: false)
        let reading = FirmFacts(program.policy.facts).columns(
            reading: ColumnRun.facts(of: [program]).sorted())
        let batch = DecisionBatch(program.policy.facts, holding: Set(reading.places))
        try await FactColumns.forEach(reading.wanted, on: program.day, in: book) { columns in
            let count = columns.numbers.count
            for start in stride(from: 0, to: count, by: FirmChunk.capacity) {
                try Interruption.check()
                let rows = start..<min(start + FirmChunk.capacity, count)
                batch.clear()
                reading.fill(batch.chunk, from: columns, rows)
                for row in rows {
                    batch.keep(columns.creditCodes[row])
                    batch.keep(columns.names[row])
                    batch.endRow()
                }
                try results.write(batch)
            }
        }
        try results.finish()
        return results.counts.decided
    }
}
