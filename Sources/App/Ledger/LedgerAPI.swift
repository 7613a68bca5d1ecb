import Core
import HTTPTypes
import Storage

/// The ledger through the API: the statement of an account, one entry, the trial balance of a day.
enum LedgerAPI {
    private static let access = Route.Access.permission(.readLedger)

    static let all: [Route] = [
        .get("/api/v1/accounts/:key", access, statement).described(statementDescription),
        .get("/api/v1/entries/:key", access) { ask, connection in
            let entry = try EntrySight.load(ask.part("key"), ask.person, connection)
            // An entry changes once: when another takes it back.
            return .json(json(entry, ask.person)).tagged(entry.reversedBy == nil ? 1 : 2)
        }.described(
            RouteDescription(
                id: "entries_record", summary: Sentence(zh: "一笔分录", en: "One entry"), tag: "entries",
                parameters: [.path("key", RecordAPI.keyText)],
                answers: [.ok(entrySchema, headers: ["ETag"])])),
        Route(
            method: .get, path: "/api/v1/trial-balance", access: access, work: .acting(trialBalance),
            description: trialDescription),
    ]

    // MARK: Statement

    @Sendable private static func statement(_ ask: Ask, _ connection: Connection) throws -> Answer {
        try ask.checkNames(["from", "until", "after"])
        let (account, institution) = try LedgerStore.account(ask.part("key"), ask.person, connection)
        let period = try ask.askedPeriod
        var after: AccountStatement.Place?
        if let text = ask.query["after"] {
            guard let place = AccountStatement.Place(text) else {
                throw QuerySentences.refusal("after", text)
            }
            after = place
        }
        let part = try AccountStatement.part(
            of: account, from: period.from, until: period.until, after: after, connection)
        return .json(
            .members([
                "account": .number(account.number), "institution": .string(institution.code),
                "kind": .string(account.kind.word), "from": .day(period.from), "until": .day(period.until),
                "opening": .money(part.opening), "closing": .money(part.closing),
                "items": .array(part.lines.map(line)),
                "next": part.next.map { .string($0.text) } ?? .null,
            ]))
    }

    private static func line(_ line: AccountStatement.Line) -> JSON {
        .members([
            "on": .day(line.day), "entry": .number(line.entry), "kind": .string(line.event),
            "guarantee_no": line.guaranteeNumber.map(JSON.string) ?? .null,
            "reference": line.reference.map(JSON.string) ?? .null, "amount": .money(line.amount),
            "balance": .money(line.balance),
        ])
    }

    private static let statementDescription = RouteDescription(
        id: "accounts_statement",
        summary: Sentence(zh: "一个账户在一段期间的对账单，借方为正", en: "The statement of an account, debits positive"),
        tag: "accounts",
        parameters: [.path("key", Sentence(zh: "账户号", en: "The account's number"))]
            + RouteDescription.Parameter.period + [
                .query(
                    "after", Sentence(zh: "上一次回答中的 next", en: "What an answer gave as 'next'"),
                    .schemaPattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}~[0-9]{1,18}$"))
            ],
        answers: [
            .ok(
                .schemaObject([
                    ("account", .schemaTime), ("institution", .schema("string")), ("kind", kind),
                    ("from", .schemaDay), ("until", .schemaDay), ("opening", .schemaMoney),
                    ("closing", .schemaMoney),
                    (
                        "items",
                        .schemaList(
                            .schemaObject([
                                ("on", .schemaDay), ("entry", .schemaTime), ("kind", .schema("string")),
                                ("guarantee_no", JSON.schema("string").orNull()),
                                ("reference", JSON.schema("string").orNull()), ("amount", .schemaMoney),
                                ("balance", .schemaMoney),
                            ]))
                    ), ("next", JSON.schema("string").orNull()),
                ]))
        ])

    private static let kind = JSON.schemaWords(Account.Kind.allCases.map(\.word))

    // MARK: Entry

    private static func json(_ entry: SeenEntry, _ visitor: Visitor) -> JSON {
        .members([
            "entry": .number(entry.number), "on": .day(entry.day), "kind": .string(entry.kind),
            "guarantee_no": entry.guarantee.map(JSON.string) ?? .null, "amount": .money(entry.amount),
            "interest": .money(entry.interest), "reference": entry.reference.map(JSON.string) ?? .null,
            "reverses": entry.reverses.map(JSON.number) ?? .null,
            "reversed_by": entry.reversedBy.map(JSON.number) ?? .null,
            "recorded_at": .number(entry.at), "recorded_by": .text(recorder(entry, visitor)),
            "postings": .array(
                entry.postings.map {
                    .members([
                        "account": .number($0.account.number), "institution_name": .string($0.institution),
                        "kind": .string($0.account.kind.word), "amount": .money($0.amount),
                    ])
                }),
        ])
    }

    private static func recorder(_ entry: SeenEntry, _ visitor: Visitor) -> Sentence {
        Sentence(
            zh: entry.actor.shown(to: visitor, .chinese), en: entry.actor.shown(to: visitor, .english))
    }

    private static let entrySchema = JSON.schemaObject([
        ("entry", .schemaTime), ("on", .schemaDay), ("kind", .schema("string")),
        ("guarantee_no", JSON.schema("string").orNull()), ("amount", .schemaMoney),
        ("interest", .schemaMoney), ("reference", JSON.schema("string").orNull()),
        ("reverses", JSON.schemaTime.orNull()), ("reversed_by", JSON.schemaTime.orNull()),
        ("recorded_at", .schemaTime), ("recorded_by", .schemaSentence),
        (
            "postings",
            .schemaList(
                .schemaObject([
                    ("account", .schemaTime), ("institution_name", .schema("string")), ("kind", kind),
                    ("amount", .schemaMoney),
                ]))
        ),
    ])

    // MARK: Trial balance

    @Sendable private static func trialBalance(_ ask: Ask) async throws -> Answer {
        try ask.checkNames(["on", "institution"] + PageOfItems<TrialBalance.Line>.names)
        let day = try ask.askedDay("on") ?? ask.today
        if let code = ask.query["institution"] {
            let organisation = ask.person.organisation
            let isTheirs = organisation.kind == .supervisor || organisation.code == code
            let isKnown = try await ask.site.book.database.read {
                try InstitutionStore.find(code: code, $0) != nil
            }
            guard isTheirs, isKnown else { throw NotFound.institution(code) }
        }
        let balance = try await TrialBalance.read(ask.site.book, on: day)
        let whole = TrialBalance(
            lines: TrialBalancePages.visible(balance, ask).filter { !$0.balance.isZero })
        let page = try PageOfItems(whole.lines, ask)
        return .json(
            .members([
                "on": .day(day), "debits": .money(whole.debits), "credits": .money(whole.credits),
                "items": .array(
                    page.items.map { line in
                        .members([
                            "account": .number(line.account.number), "institution": .string(line.code),
                            "institution_name": .string(line.name),
                            "kind": .string(line.account.kind.word), "balance": .money(line.balance),
                        ])
                    }), "next": page.nextJSON,
            ]))
    }

    private static let trialDescription = RouteDescription(
        id: "trial_balance",
        summary: Sentence(zh: "某一天的试算平衡表，借方为正", en: "The trial balance of a day, debits positive"),
        tag: "trial-balance",
        parameters: [
            .query("on", Sentence(zh: "截至哪一天；不写为业务日", en: "On which day; today without one"), .schemaDay),
            .query(
                "institution", Sentence(zh: "机构编号", en: "The code of an institution"), .schemaText(most: 64)),
        ] + RouteDescription.Parameter.pageOfItems,
        answers: [
            .ok(
                .schemaObject([
                    ("on", .schemaDay), ("debits", .schemaMoney), ("credits", .schemaMoney),
                    (
                        "items",
                        .schemaList(
                            .schemaObject([
                                ("account", .schemaTime), ("institution", .schema("string")),
                                ("institution_name", .schema("string")), ("kind", kind),
                                ("balance", .schemaMoney),
                            ]))
                    ), ("next", JSON.schema("string").orNull()),
                ]))
        ])
}
