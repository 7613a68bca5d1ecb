public import Core
import Storage

/// The whole register decided by one policy, firm by firm in the order of their registration.
public struct PolicyRegister {
    public let program: PolicyProgram

    public init(_ program: PolicyProgram) { self.program = program }

    /// The columns of every table of decisions.
    public static let columns: [TableWriter.Column] = [
        .init("credit_code"), .init("name"), .init("verdict"), .init("class"), .init("score_low"),
        .init("score_high"), .init("amount_yuan", .money), .init("failed"), .init("open"),
    ]

    /// Hands over each firm with its decision.
    public func forEach(
        in book: Book, _ take: (_ creditCode: String, _ name: String, PolicyDecision) throws -> Void
    ) async throws {
        let read = program.tables.slots.map(\.fact)
        let reading = FirmFacts(program.policy.facts).columns(reading: read)
        try await FactColumns.forEach(reading.wanted, on: program.day, in: book) { columns in
            for row in columns.numbers.indices {
                let decision = program.decide(reading.values(columns, row))
                try take(columns.creditCodes[row], columns.names[row], decision)
            }
        }
    }

    /// Writes a table of all decisions; returns how many there are.
    @discardableResult
    public func write(_ book: Book, to path: String) async throws -> Int {
        let writer = try TableWriter(
            path: path, format: TableWriter.format(of: path), columns: PolicyRegister.columns,
            sheet: program.policy.id)
        try await forEach(in: book) { code, name, decision in
            try Interruption.check()
            append(code, name, decision, to: writer)
            try writer.endRow()
        }
        try writer.finish()
        return writer.rowsWritten
    }

    private func append(_ code: String, _ name: String, _ decision: PolicyDecision, to writer: TableWriter) {
        writer.text(code)
        writer.text(name)
        writer.text(decision.verdict?.rawValue ?? "")
        writer.text(decision.classes.map { $0.count == 1 ? $0[0].word : "" } ?? "")
        writer.text(decision.score.map { points($0.low) } ?? "")
        writer.text(decision.score.map { points($0.high) } ?? "")
        if let amount = decision.amount, amount.lowerBound == amount.upperBound {
            writer.money(amount.lowerBound)
        } else {
            writer.empty()
        }
        writer.text(ids(decision.failed))
        writer.text(ids(decision.open))
    }

    private func points(_ value: Fraction) -> String {
        value.isFinite
            ? DecimalText.text(of: Fraction(value.numerator, value.denominator * 100), decimals: 2) : ""
    }

    private func ids(_ places: [Int]) -> String {
        places.map { program.policy.conditions[$0].id }.joined(separator: ";")
    }
}
