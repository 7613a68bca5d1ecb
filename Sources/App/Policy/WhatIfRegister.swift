import Core
import Storage

/// The firms of the register decided under a policy and under the same policy changed.
extension WhatIfRun {
    func register(_ book: Book, _ take: (Firm) throws -> Void) async throws -> Outcome {
        let places = before.tables.slots.map(\.fact) + after.tables.slots.map(\.fact)
        let reading = FirmFacts(facts).columns(reading: places)
        let wanted = reading.wanted + [FirmFact.named("division"), FirmFact.named("industry")]
        var outcome = Outcome()
        let (one, other) = (PolicyBuffer(before), PolicyBuffer(after))
        try await FactColumns.forEach(wanted, on: before.day, in: book) { columns in
            for row in columns.numbers.indices {
                let values = reading.values(columns, row)
                let (first, second) = (one.outcome(values), other.outcome(values))
                let division = columns.values[wanted.count - 2][row]
                let city = Division.find(String(division)).map { ($0.city ?? $0).code.description } ?? ""
                let code = columns.texts[wanted.count - 1][row].flatMap { try? IndustryCode($0) }
                _ = outcome.sums.add(
                    first, second, city: city, industry: code.map { String($0.section) } ?? "")
            }
        }
        return outcome
    }
}
