import Core
import HTTPTypes
import Storage

/// Statements between two institutions through the API: who owes whom, line by line, ticked off as seen.
enum SettlementAPI {
    static let all: [Route] = [
        .get("/api/v1/settlements", .permission(.readLedger)) { ask, connection in
            try ask.checkNames(PageOfItems<SettlementStore.Open>.names)
            let page = try PageOfItems(try SettlementStore.pairs(for: ask.person, connection), ask)
            return .json(.members(["items": .array(page.items.map(open)), "next": page.nextJSON]))
        }.described(
            RouteDescription(
                id: "settlements_list",
                summary: Sentence(zh: "机构间往来", en: "What institutions owe each other now"),
                tag: "settlements", parameters: RouteDescription.Parameter.pageOfItems,
                answers: [.ok(.schemaPage(openSchema))])),
        .get("/api/v1/settlements/:key", .permission(.readLedger), statement).described(
            RouteDescription(
                id: "settlements_statement",
                summary: Sentence(
                    zh: "与一家机构在一段期间的对账单；ETag 代表其中的数字",
                    en: "The statement with an institution for a period; its ETag stands for the figures"),
                tag: "settlements",
                parameters: [
                    .path("key", keyText),
                    .query(
                        "of", Sentence(zh: "监管部门查看时，另一方的机构编号", en: "For supervisors: the other side's code"),
                        .schemaText(most: 64)),
                ] + RouteDescription.Parameter.period + RouteDescription.Parameter.pageOfItems,
                answers: [.ok(schema, headers: ["ETag"])])),
        .post("/api/v1/settlements/:key/tick", .anyOf([.enter, .approve]), tick).described(
            RouteDescription(
                id: "settlements_tick",
                summary: Sentence(
                    zh: "核对无误：本方确认所见的数字；重复发送无妨", en: "Tick off the figures that were seen; again does nothing"
                ),
                tag: "settlements", parameters: [.path("key", keyText), .ifMatch(isRequired: true)],
                body: fields.schema, answers: [.ok(schema, headers: ["ETag"])])),
    ]

    private static let keyText = Sentence(zh: "对方的机构编号", en: "The code of the other institution")

    private static let fields = [
        FormField(name: "from", title: Sentence(zh: "起始日", en: "From"), kind: .day),
        FormField(name: "until", title: Sentence(zh: "终止日", en: "Until"), kind: .day),
    ]

    private static func open(_ pair: SettlementStore.Open) -> JSON {
        .members([
            "guarantor": .string(pair.guarantor.code), "guarantor_name": .string(pair.guarantor.name),
            "other": .string(pair.other.code), "other_name": .string(pair.other.name),
            "owed_by_other": .money(pair.owedByOther), "owed_by_guarantor": .money(pair.owedByGuarantor),
        ])
    }

    private static let openSchema = JSON.schemaObject([
        ("guarantor", .schema("string")), ("guarantor_name", .schema("string")), ("other", .schema("string")),
        ("other_name", .schema("string")), ("owed_by_other", .schemaMoney),
        ("owed_by_guarantor", .schemaMoney),
    ])

    // MARK: One statement

    @Sendable private static func statement(_ ask: Ask, _ connection: Connection) throws -> Answer {
        try ask.checkNames(["of", "from", "until"] + PageOfItems<SettlementLine>.names)
        let pair = try SettlementRoutes.pair(
            of: ask.query["of"], with: ask.part("key"), ask.person, connection)
        let period = try ask.askedPeriod
        return try answer(ask, pair, from: period.from, until: period.until, connection)
    }

    @Sendable private static func tick(_ ask: Ask) async throws -> Answer {
        try await ask.write("settlement.tick") { writing in
            let pair = try SettlementRoutes.pair(
                of: nil, with: ask.part("key"), ask.person, writing.connection)
            guard let seen = try ask.seenVersion else { throw RequestRefusal.needsVersion }
            let inputs = try fields.read(ask.body)
            let (from, until) = (inputs.day("from"), inputs.day("until"))
            guard until >= from else { throw QuerySentences.refusal("until", until.description) }
            try SettlementTicks.tick(pair, from: from, until: until, by: ask.person, writing) {
                version($0) == seen
            }
            return try answer(ask, pair, from: from, until: until, writing.connection)
        }
    }

    private static func version(_ hash: [UInt8]) -> Int64 { ContentVersion.of(Hexadecimal.text(hash)) }

    private static func answer(
        _ ask: Ask, _ pair: SettlementStore.Pair, from: Day, until: Day, _ connection: Connection
    ) throws -> Answer {
        let statement = try SettlementStore.statement(pair, from: from, until: until, connection)
        let ticks = try SettlementTicks(pair, from: from, until: until, connection)
        let hash = SettlementStore.hash(statement)
        let page = try PageOfItems(statement.lines, ask)
        let body = JSON.members([
            "guarantor": .string(pair.guarantor.code), "other": .string(pair.other.code),
            "from": .day(from), "until": .day(until), "owed_by_other": sums(statement.owedByOther),
            "owed_by_guarantor": sums(statement.owedByGuarantor),
            "standing": .string(ticks.standing(hash).rawValue),
            "ticked_by_guarantor": ticked(ticks.guarantor, hash),
            "ticked_by_other": ticked(ticks.other, hash), "items": .array(page.items.map(line)),
            "next": page.nextJSON,
        ])
        return .json(body).tagged(version(hash))
    }

    private static func sums(_ sums: SettlementStatement.Sums) -> JSON {
        .members([
            "opening": .money(sums.opening), "claimed": .money(sums.claimed), "paid": .money(sums.paid),
            "reduced": .money(sums.reduced), "closing": .money(sums.closing),
        ])
    }

    private static func ticked(_ tick: SettlementTicks.Tick?, _ hash: [UInt8]) -> JSON {
        guard let tick else { return .null }
        return .members([
            "person": .string(tick.person), "at": .number(tick.at), "is_current": .bool(tick.hash == hash),
        ])
    }

    private static func line(_ line: SettlementLine) -> JSON {
        .members([
            "on": .day(line.day), "kind": .string(line.kind.rawValue),
            "debtor": .string(line.isOwedByGuarantor ? "guarantor" : "other"),
            "guarantee_no": .string(line.guarantee), "entry": .number(line.entry),
            "change": .money(line.change),
        ])
    }

    private static let sumsSchema = JSON.schemaObject([
        ("opening", .schemaMoney), ("claimed", .schemaMoney), ("paid", .schemaMoney),
        ("reduced", .schemaMoney), ("closing", .schemaMoney),
    ])

    private static let tickSchema = JSON.schemaObject([
        ("person", .schema("string")), ("at", .schemaTime), ("is_current", .schema("boolean")),
    ]).orNull()

    private static let schema = JSON.schemaObject([
        ("guarantor", .schema("string")), ("other", .schema("string")), ("from", .schemaDay),
        ("until", .schemaDay), ("owed_by_other", sumsSchema), ("owed_by_guarantor", sumsSchema),
        ("standing", .schemaWords(SettlementStanding.allCases.map(\.rawValue))),
        ("ticked_by_guarantor", tickSchema), ("ticked_by_other", tickSchema),
        (
            "items",
            .schemaList(
                .schemaObject([
                    ("on", .schemaDay), ("kind", .schemaWords(SettlementLine.Kind.allCases.map(\.rawValue))),
                    ("debtor", .schemaWords(["guarantor", "other"])), ("guarantee_no", .schema("string")),
                    ("entry", .schemaTime), ("change", .schemaMoney),
                ]))
        ), ("next", JSON.schema("string").orNull()),
    ])
}
