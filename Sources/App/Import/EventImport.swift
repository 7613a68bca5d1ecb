import Core

/// A row of events.csv: what happened to a guarantee on a day.
struct EventRow: ImportedRecord {
    static let table = BookTable.events
    static let required = ["on", "guarantee_no", "event", "amount_yuan", "reference"]
    static let optional = ["interest_yuan"]

    let day: Day
    let guaranteeNumber: String
    let event: GuaranteeEvent
    let reference: String

    /// The words of the column `event`.
    enum Word: String, CaseIterable {
        case disbursed, repaid, released, claimed, compensated, recovered
        case feePaid = "fee_paid"
        case reguarantorPaid = "reguarantor_paid"
        case treasuryPaid = "treasury_paid"
        case recoveryCost = "recovery_cost"
        case writtenOff = "written_off"
    }

    init?(_ fields: inout FieldReader) {
        day = fields.pastDay("on")
        guaranteeNumber = fields.text("guarantee_no", limit: 64)
        let word = fields.word("event", Word.self)
        let amount = EventRow.amount(of: word, &fields)
        let interest = fields.optionalMoney("interest_yuan") ?? .zero
        if !interest.isZero, word != .claimed {
            fields.refuse("interest_yuan", zh: "只用于 claimed", en: "is for claimed only")
        }
        reference = fields.text("reference", limit: 128)
        guard let word else { return nil }
        event = EventRow.event(word, amount, interest: interest)
    }

    private static func amount(of word: Word?, _ fields: inout FieldReader) -> Fen {
        guard word == .released else { return fields.money("amount_yuan") }
        if let amount = fields.optionalMoney("amount_yuan"), !amount.isZero {
            fields.refuse("amount_yuan", zh: "在 released 中应为空或 0", en: "must be empty or 0 for released")
        }
        return .zero
    }

    private static func event(_ word: Word, _ amount: Fen, interest: Fen) -> GuaranteeEvent {
        switch word {
        case .disbursed: .disbursed(amount)
        case .feePaid: .feePaid(amount)
        case .repaid: .repaid(amount)
        case .released: .released
        case .claimed: .claimed(amount, interest: interest)
        case .compensated: .compensated(amount)
        case .reguarantorPaid: .paid(by: .reguarantor, amount)
        case .treasuryPaid: .paid(by: .treasury, amount)
        case .recovered: .recovered(amount)
        case .recoveryCost: .recoveryCost(amount)
        case .writtenOff: .writtenOff(amount)
        }
    }

    /// What a treasury has paid in the past came out of its budget, whatever the fund held here.
    func enter(_ writing: Writing) throws -> ImportFate {
        let outcome = try GuaranteeStore.record(
            event, guarantee: guaranteeNumber, on: day, reference: reference, funding: .budgetWhereShort,
            writing)
        return switch outcome {
        case .recorded: .accepted
        case .alreadyThere: .alreadyThere
        }
    }
}

/// The order in which events are entered: by day, and within a day as in the file.
enum EventOrder {
    /// Offsets of the rows by day; nil when the file is in that order already. Rows without a readable day
    /// stay behind the row before them.
    static func offsets(of table: TableReader) throws -> [Int64]? {
        let columns = try table.columns(required: EventRow.required, optional: EventRow.optional)
        let column = columns["on"]
        var places: [(day: Int32, offset: Int64)] = []
        var isSorted = true
        var last = Int32.min
        while let row = try table.next() {
            let day = Day(ascii: row[column].bytes)?.number ?? last
            if day < last { isSorted = false }
            last = day
            places.append((day, row.offset))
        }
        table.rewind()
        guard !isSorted else { return nil }
        // Swift's sort is stable.
        places.sort { $0.day < $1.day }
        return places.map(\.offset)
    }
}
