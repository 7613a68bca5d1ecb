/// The firms of a table decided under a policy and under the same policy changed.
public import Core

public struct WhatIfRun {
    public let before: PolicyProgram
    public let after: PolicyProgram
    public let facts: FactTable

    /// What became of it.
    public struct Outcome: Sendable {
        public var sums = WhatIfSums()
        /// Rows that could not be used.
        public var refused = 0
        /// The first of their reasons, with their lines.
        public var reasons: [(line: Int, sentence: Sentence)] = []

        static let reasonLimit = 20
    }

    /// A firm that the change does something to.
    public struct Firm: Sendable {
        public let texts: [String: String]
        public let before: FirmOutcome
        public let after: FirmOutcome
        public let effect: WhatIfEffect
    }

    /// Compiles the policy of the day with and without the changes.
    public init(
        _ library: PolicyLibrary, policy id: String, _ changes: [ParameterChange], on day: Day
    ) throws {
        let policy = try library.policy(id, on: day)
        self.init(
            before: try PolicyCompiler.program(policy, on: day),
            after: try PolicyCompiler.program(try policy.changing(changes, from: day), on: day),
            facts: library.facts)
    }

    public init(before: PolicyProgram, after: PolicyProgram, facts: FactTable) {
        (self.before, self.after, self.facts) = (before, after, facts)
    }

    /// Goes through a table row by row; `take` gets the firms for which something changes.
    public func table(
        _ reader: FactTableReader, rejects: Rejects? = nil, _ take: (Firm) throws -> Void
    ) throws -> Outcome {
        var outcome = Outcome()
        let (one, other) = (PolicyBuffer(before), PolicyBuffer(after))
        let toOthers = (before.payingOthers.map(PolicyBuffer.init), after.payingOthers.map(PolicyBuffer.init))
        while let row = try reader.next() {
            guard row.reasons.isEmpty else {
                outcome.refused += 1
                let free = Outcome.reasonLimit - outcome.reasons.count
                outcome.reasons += row.reasons.prefix(max(free, 0)).map { (row.line, $0) }
                if let rejects { try reader.reject(row.reasons, to: rejects) }
                continue
            }
            var (first, second) = (one.outcome(row.values), other.outcome(row.values))
            first.others = toOthers.0?.outcome(row.values).amount
            second.others = toOthers.1?.outcome(row.values).amount
            let effect = outcome.sums.add(
                first, second, city: WhatIfRun.city(row.texts), industry: WhatIfRun.industry(row.texts))
            guard effect != .none else { continue }
            try take(Firm(texts: row.texts, before: first, after: second, effect: effect))
        }
        return outcome
    }

    /// The same for all firms of the register, decided in columns.
    public func register(_ book: Book, _ take: (Firm) throws -> Void) async throws -> Outcome {
        let (division, industry) = (FirmFact.named("division"), FirmFact.named("industry"))
        let toOthers = [before.payingOthers, after.payingOthers]
        let run = RegisterRun([before, after] + toOthers.compactMap { $0 }, and: [division, industry])
        guard let place = run.wanted.firstIndex(of: division),
            let other = run.wanted.firstIndex(of: industry)
        else { preconditionFailure("both were asked for") }
        var outcome = Outcome()
        var (cities, sections): ([Int64: String], [String: String]) = ([:], [:])
        try await run.forEach(in: book) { part in
            for (number, row) in part.rows.enumerated() {
                var (first, second) = (
                    FirmOutcome(part.answers[0], number), FirmOutcome(part.answers[1], number)
                )
                if toOthers[0] != nil { first.others = part.answers[2].amount(number) }
                if toOthers[1] != nil { second.others = part.answers.last?.amount(number) }
                let code = part.columns.values[place][row]
                let text = part.columns.texts[other][row] ?? ""
                let city = cities[code] ?? WhatIfRun.city(["division": String(code)])
                let section = sections[text] ?? WhatIfRun.industry(["industry": text])
                (cities[code], sections[text]) = (city, section)
                let effect = outcome.sums.add(first, second, city: city, industry: section)
                guard effect != .none else { continue }
                let texts = [
                    "credit_code": part.columns.creditCodes[row], "name": part.columns.names[row],
                    "division": code == FactColumns.unknown ? "" : String(code), "industry": text,
                ].filter { !$0.value.isEmpty }
                try take(Firm(texts: texts, before: first, after: second, effect: effect))
            }
        }
        return outcome
    }

    private static func city(_ texts: [String: String]) -> String {
        guard let division = texts["division"].flatMap({ Division.find($0) }) else { return "" }
        return (division.city ?? division).code.description
    }

    private static func industry(_ texts: [String: String]) -> String {
        guard let code = texts["industry"].flatMap({ try? IndustryCode($0) }) else { return "" }
        return String(code.section)
    }
}

/// A table of the firms that a change does something to.
public struct WhatIfTable {
    private let writer: TableWriter

    public init(path: String) throws(TableRefusal) {
        let columns = [
            TableWriter.Column("credit_code"), TableWriter.Column("name"), TableWriter.Column("division"),
            TableWriter.Column("industry"), TableWriter.Column("effect"),
            TableWriter.Column("verdict_before"), TableWriter.Column("verdict_after"),
            TableWriter.Column("class_before"), TableWriter.Column("class_after"),
            TableWriter.Column("amount_before_yuan", .money),
            TableWriter.Column("amount_after_yuan", .money),
        ]
        writer = try TableWriter(path: path, format: TableWriter.format(of: path), columns: columns)
    }

    /// An amount that isn't certain is left empty.
    public func append(_ firm: WhatIfRun.Firm) throws(TableRefusal) {
        func text(_ text: String?) -> TableWriter.Cell { text.map { .text($0) } ?? .empty }
        func amount(_ outcome: FirmOutcome) -> TableWriter.Cell {
            guard let amount = outcome.amount, amount.lowerBound == amount.upperBound else { return .empty }
            return .money(amount.lowerBound)
        }
        let names = ["credit_code", "name", "division", "industry"].map { text(firm.texts[$0]) }
        try writer.append(
            names + [
                .text(firm.effect.rawValue), text(firm.before.verdict?.rawValue),
                text(firm.after.verdict?.rawValue), text(firm.before.classWord), text(firm.after.classWord),
                amount(firm.before), amount(firm.after),
            ])
    }

    public func finish() throws(TableRefusal) { try writer.finish() }
}
