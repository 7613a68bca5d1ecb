import Core
import Storage

/// What taking back one entry would post, worked out by Core, and its recording.
struct EntryReversal: Sendable {
    let entry: SeenEntry
    /// The guarantee that it belongs to; nil for money that came in from outside.
    private let seen: GuaranteeSight.Seen?

    init(_ entry: SeenEntry, _ visitor: Visitor, _ connection: Connection) throws {
        self.entry = entry
        seen = try entry.guarantee.map { try GuaranteeSight.load(number: $0, visitor, connection) }
    }

    /// Of the guarantee, which every entry raises; 0 where there is none.
    var version: Int64 { seen?.version ?? 0 }

    var title: String {
        guard let seen else { return String(entry.number) }
        return "\(entry.number) · \(seen.number) \(seen.enterpriseName)"
    }

    func preview(on day: Day, _ connection: Connection) throws -> Preview {
        if let other = entry.reverses { throw GuaranteeRefusal.reversesAnother(other) }
        guard entry.reversedBy == nil else { throw GuaranteeRefusal.alreadyReversed }
        guard let seen else { return try funding(connection) }
        let past = try EntryStore.past(of: seen.guarantee.id, connection)
        guard let wrong = past.first(where: { $0.entry == entry.number }) else {
            throw NotFound.entry(String(entry.number))
        }
        let recording = try seen.guarantee.reversing(wrong, among: past, on: day, reference: nil)
        return GuaranteePreviews.preview(of: recording, seen)
    }

    /// Money from outside goes back as it came; what has been spent meanwhile can't.
    private func funding(_ connection: Connection) throws -> Preview {
        var preview = Preview()
        for posting in entry.postings {
            let kind = posting.account.kind
            let before = try LedgerStore.balance(of: posting.account, connection)
            let after = before - posting.amount
            guard !after.isNegative || !kind.mustNotBeNegative else {
                throw LedgerRefusal.belowZero(kind, before, -posting.amount)
            }
            let owner = posting.institution
            preview.lines.append(MoneyFields.change(kind.name, before, after))
            preview.postings.append(
                Preview.Posting(
                    account: Sentence(zh: "\(owner) · \(kind.name.zh)", en: "\(owner) · \(kind.name.en)"),
                    amount: -posting.amount))
        }
        return preview
    }

    /// - Returns: the number of the entry that takes it back.
    func record(
        on day: Day, version: Int64?, reference: String, _ writing: Writing
    ) throws -> Int64 {
        if let other = entry.reverses { throw GuaranteeRefusal.reversesAnother(other) }
        guard let seen else {
            return try LedgerStore.reverse(entry: entry.number, on: day, reference: reference, writing)
        }
        let stored = try GuaranteeStore.load(number: seen.number, writing)
        guard version == nil || version == stored.version else { throw RequestRefusal.changedMeanwhile }
        let outcome = try GuaranteeStore.reverse(
            entry: entry.number, guarantee: seen.number, on: day, reference: reference, writing)
        guard case .recorded(let number) = outcome else { throw GuaranteeRefusal.alreadyReversed }
        return number
    }
}

/// What the other parties are told when one of them takes an entry back.
enum EntryReversalNotices {
    static func tell(
        _ entry: SeenEntry, reversedBy number: Int64, by visitor: Visitor, on day: Day, _ writing: Writing
    ) throws {
        guard let guarantee = entry.guarantee else { return }
        let sql = SQL(
            """
            SELECT o.id FROM guarantee g JOIN agreement a ON a.id = g.agreement_id
                JOIN organisation o
                ON o.institution_id IN (a.guarantor_id, a.reguarantor_id, a.bank_id, a.treasury_id)
            WHERE g.number = ? AND o.id <> ? ORDER BY o.id
            """, [.text(guarantee), .int(visitor.organisation.id)])
        let told = try writing.connection.all(sql) { $0.int(0) }
        let text = text(entry, guarantee, visitor.organisation.name)
        let notices = told.map {
            Notice(
                organisation: $0, kind: .entryReversed, subject: "entries/\(number)",
                key: "entry/\(entry.number)/reversed", text: text)
        }
        _ = try NoticeStore.add(notices, on: day, writing)
    }

    private static func text(_ entry: SeenEntry, _ guarantee: String, _ by: String) -> Sentence {
        let name = EntryKind(rawValue: entry.kind)?.name ?? Sentence(zh: entry.kind, en: entry.kind)
        let sum = entry.amount.grouped
        return Sentence(
            zh: "\(by)冲正了担保 \(guarantee) 的 \(entry.number) 号分录（\(name.zh) \(sum) 元，\(entry.day)）。",
            en: """
                \(by) took back entry \(entry.number) of guarantee \(guarantee) \
                (\(name.en), \(sum) yuan, \(entry.day)).
                """)
    }
}
