import Core
import Storage

/// Taking a wrong entry back, by two hands of the organisation that recorded it: a further entry undoes it.
enum EntryActions {
    private static let name = "reverse"
    private static let title = Sentence(zh: "冲正", en: "Take back")

    static let source = ActionSource(
        collection: "entries",
        available: { key, visitor, today, connection in
            let entry = try EntrySight.load(key, visitor, connection)
            guard visitor.may(.enter), isOwn(entry, visitor),
                try obstacle(entry, visitor, today, connection) == nil
            else { return [] }
            return [.init(name: name, title: title, fields: fields(today))]
        },
        load: { key, action, visitor, today, connection in
            let entry = try EntrySight.load(key, visitor, connection)
            guard action == name else { throw RequestRefusal.notFound }
            guard isOwn(entry, visitor) else { throw RequestRefusal.forbidden }
            return try reverse(entry, visitor, today, connection)
        },
        all: { [.init(name: name, title: title, fields: fields(nil))] })

    /// The button for those whose entry it is, or why it can't be taken back.
    static func part(_ ask: Ask, _ entry: SeenEntry, _ connection: Connection) throws -> HTML? {
        guard ask.person.may(.enter) || ask.person.may(.approve), isOwn(entry, ask.person) else { return nil }
        let obstacle = try obstacle(entry, ask.person, ask.today, connection)
        let isOffered = obstacle == nil && ask.person.may(.enter)
        let heads = isOffered ? [ActionSource.Head(name: name, title: title, fields: [])] : []
        let buttons = try ActionButtons.markup(ask, on: "entries/\(entry.number)", heads, connection)
        // What has been reversed, or reverses another, is said above.
        guard let obstacle, entry.reversedBy == nil, entry.reverses == nil else { return buttons }
        let t = ask.language
        return "\(buttons)<p class=\"note\">\(t("不能冲正：", "Can't be taken back: "))\(t(obstacle.sentence))</p>"
    }

    /// Whether the entry is of a kind that the visitor's organisation records. Who sees an entry of a
    /// guarantee is a party of it, and it has one party of each kind.
    private static func isOwn(_ entry: SeenEntry, _ visitor: Visitor) -> Bool {
        guard let kind = EntryKind(rawValue: entry.kind), let doer = visitor.organisation.doer,
            kind.recorders.contains(doer)
        else { return false }
        let own = visitor.organisation.institution
        return entry.guarantee != nil || entry.postings.contains { $0.account.institution == own }
    }

    private static func obstacle(
        _ entry: SeenEntry, _ visitor: Visitor, _ today: Day, _ connection: Connection
    ) throws -> (any Refusal)? {
        do {
            _ = try EntryReversal(entry, visitor, connection).preview(on: today, connection)
            return nil
        } catch let refusal as GuaranteeRefusal {
            return refusal
        } catch let refusal as LedgerRefusal {
            return refusal
        }
    }

    private static func fields(_ today: Day?) -> [FormField] {
        [
            FormField(
                name: "on", title: Sentence(zh: "冲正日期", en: "Day"), kind: .day,
                hint: Sentence(
                    zh: "冲正自这一天起生效，不早于该笔担保最近一笔记录。",
                    en: "It takes effect on this day, not before the guarantee's last entry."),
                value: today?.description ?? ""),
            FormField(
                name: "because", title: Sentence(zh: "冲正原因", en: "Why"), kind: .note(900),
                hint: Sentence(zh: "写明错在哪里；随审计记录永久保存。", en: "What was wrong; kept in the audit log.")),
            FormField(
                name: "reference", title: Sentence(zh: "业务流水号", en: "Reference"), kind: .text(64),
                hint: Sentence(
                    zh: "冲正凭证的流水号；同一流水号只记一次账。",
                    en: "The number of the correcting voucher; the same one is recorded once."),
                isRequired: false),
        ]
    }

    private static func reverse(
        _ entry: SeenEntry, _ visitor: Visitor, _ today: Day, _ connection: Connection
    ) throws -> FormAction {
        let reversal = try EntryReversal(entry, visitor, connection)
        return FormAction(
            name: name, title: title, fields: fields(today), needsSecondPerson: true,
            version: reversal.version, subjectTitle: reversal.title,
            preview: { inputs, connection in
                let day = inputs.day("on")
                try DayAhead.check(day, today)
                try checkReference(inputs, connection)
                return try reversal.preview(on: day, connection)
            },
            perform: { inputs, doing, writing in
                let day = inputs.day("on")
                try DayAhead.check(day, today)
                try checkReference(inputs, writing.connection)
                let number = try reversal.record(
                    on: day, version: doing.version, reference: MoneyFields.reference(inputs, doing),
                    writing.because(inputs.text("because")))
                try EntryReversalNotices.tell(
                    reversal.entry, reversedBy: number, by: visitor, on: today, writing)
            })
    }

    /// A reference that stands for an entry already would record nothing.
    private static func checkReference(_ inputs: Inputs, _ connection: Connection) throws {
        let reference = inputs.text("reference")
        guard !reference.isEmpty, try LedgerStore.find(reference: reference, connection) != nil else {
            return
        }
        throw LedgerRefusal.referenceUsed(reference)
    }
}
