import Core
import Storage

/// One guarantee in JSON: its terms, its money, who bears and who owes what.
enum GuaranteeJSON {
    static let source = RecordAPI.Source(
        collection: "guarantees", title: Sentence(zh: "一笔担保", en: "One guarantee"),
        access: .permission(.readBook), schema: schema
    ) { key, visitor, today, connection in
        let seen = try GuaranteeSight.load(number: key, visitor, connection)
        let claims = try ClaimStore.all(of: seen.guarantee.id, connection)
        let stopLoss = try Commitment.stopLoss(of: seen.guarantee, on: today, connection)
        return (json(seen, claims, stopLoss, today), seen.version)
    }

    private static func json(
        _ seen: GuaranteeSight.Seen, _ claims: [Claim], _ stopLoss: StopLoss?, _ today: Day
    ) -> JSON {
        let guarantee = seen.guarantee
        return .members([
            "guarantee_no": .string(seen.number), "version": .number(seen.version),
            "state": .string(guarantee.state.rawValue),
            "why_it_waits": stopLoss.map { .text($0.sentence) } ?? .null,
            "enterprise_code": .string(seen.enterpriseCode), "enterprise_name": .string(seen.enterpriseName),
            "principal": .money(guarantee.terms.principal), "fee_rate": .rate(guarantee.terms.feeRate),
            "starts_on": .day(guarantee.terms.startsOn), "ends_on": .day(guarantee.endsOn),
            "agreement_no": .string(guarantee.agreement.number),
            "shares": .string(guarantee.agreement.shares.description),
            "money": money(guarantee.position), "parties": .array(parties(seen)),
            "claims": .array(claims.map { claim($0, seen, today) }),
        ])
    }

    private static func money(_ position: Position) -> JSON {
        .members([
            "disbursed": .money(position.disbursed), "repaid": .money(position.repaid),
            "outstanding": .money(position.outstanding), "claimed": .money(position.claimed),
            "loss": .money(position.loss), "net_recovered": .money(position.netRecovered),
            "written_off": .money(position.effectivelyWrittenOff),
            "fees": .money(position.feePaid - position.feeRefunded),
        ])
    }

    private static func parties(_ seen: GuaranteeSight.Seen) -> [JSON] {
        let borne = seen.guarantee.position.borne(seen.guarantee.agreement.shares)
        return Party.allCases.compactMap { party in
            seen.parties[party].map {
                .members([
                    "party": .string(party.word), "code": .string($0.code), "name": .string($0.name),
                    "bears": .money(borne[party.rawValue]),
                ])
            }
        }
    }

    private static func claim(_ claim: Claim, _ seen: GuaranteeSight.Seen, _ today: Day) -> JSON {
        .members([
            "debtor": .string(seen.name(of: claim.debtor)),
            "creditor": .string(seen.name(of: claim.creditor)),
            "amount": .money(claim.amount), "open": .money(claim.open), "due_on": .day(claim.dueOn),
            "days_late": claim.daysLate(on: today).map { .number(Int64($0)) } ?? .null,
        ])
    }

    private static let schema = JSON.schemaObject([
        ("guarantee_no", .schema("string")), ("version", .schemaTime),
        ("state", .schemaWords(Guarantee.State.allCases.map(\.rawValue))),
        ("why_it_waits", JSON.schemaSentence.orNull()),
        ("enterprise_code", .schema("string")), ("enterprise_name", .schema("string")),
        ("principal", .schemaMoney), ("fee_rate", .schemaRate), ("starts_on", .schemaDay),
        ("ends_on", .schemaDay), ("agreement_no", .schema("string")), ("shares", .schema("string")),
        (
            "money",
            .schemaObject(
                [
                    "disbursed", "repaid", "outstanding", "claimed", "loss", "net_recovered", "written_off",
                    "fees",
                ].map { ($0, .schemaMoney) })
        ),
        (
            "parties",
            .schemaList(
                .schemaObject([
                    ("party", .schemaWords(Party.allCases.map(\.word))), ("code", .schema("string")),
                    ("name", .schema("string")), ("bears", .schemaMoney),
                ]))
        ),
        (
            "claims",
            .schemaList(
                .schemaObject([
                    ("debtor", .schema("string")), ("creditor", .schema("string")), ("amount", .schemaMoney),
                    ("open", .schemaMoney), ("due_on", JSON.schemaDay.orNull()),
                    ("days_late", JSON.schema("integer").orNull()),
                ]))
        ),
    ])
}
