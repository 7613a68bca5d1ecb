import Core
import Storage

/// One agreement and one institution in JSON, each with its version where it changes.
enum AgreementJSON {
    static let source = RecordAPI.Source(
        collection: "agreements", title: Sentence(zh: "一份风险分担协议", en: "One agreement"),
        access: .permission(.readBook), schema: schema
    ) { key, visitor, today, connection in
        let seen = try AgreementSight.load(key, visitor, connection)
        return (json(seen, today), AgreementActions.version(of: seen.agreement))
    }

    private static func json(_ seen: AgreementSight.Seen, _ today: Day) -> JSON {
        let agreement = seen.agreement
        func code(_ party: Party) -> JSON { seen.parties[party].map { .string($0.code) } ?? .null }
        return .members([
            "agreement_no": .string(agreement.number), "guarantor": code(.guarantor),
            "reguarantor": code(.reguarantor), "bank": code(.bank), "treasury": code(.treasury),
            "shares": .string(agreement.shares.description), "from": .day(agreement.from),
            "until": .day(agreement.until), "is_in_force": .bool(agreement.isInForce(on: today)),
            "highest_fee_rate": .rate(agreement.ceilings.feeRate),
            "most_for_borrower": agreement.ceilings.borrower.map(JSON.money) ?? .null,
            "stop_loss": .rate(agreement.ceilings.stopLoss),
            "refunds_unused_fee": .bool(agreement.refundsUnusedFee),
            "claim_due_working_days": .number(Int64(agreement.claimDueWorkingDays)),
        ])
    }

    private static let schema = JSON.schemaObject([
        ("agreement_no", .schema("string")), ("guarantor", JSON.schema("string").orNull()),
        ("reguarantor", JSON.schema("string").orNull()), ("bank", JSON.schema("string").orNull()),
        ("treasury", JSON.schema("string").orNull()), ("shares", .schema("string")), ("from", .schemaDay),
        ("until", JSON.schemaDay.orNull()), ("is_in_force", .schema("boolean")),
        ("highest_fee_rate", JSON.schemaRate.orNull()), ("most_for_borrower", JSON.schemaMoney.orNull()),
        ("stop_loss", JSON.schemaRate.orNull()), ("refunds_unused_fee", .schema("boolean")),
        ("claim_due_working_days", .schemaTime),
    ])
}

enum InstitutionJSON {
    static let source = RecordAPI.Source(
        collection: "institutions", title: Sentence(zh: "一家机构", en: "One institution"),
        access: .permission(.readBook), schema: schema
    ) { key, visitor, _, connection in
        guard let institution = try InstitutionStore.find(code: key, connection) else {
            throw NotFound.institution(key)
        }
        let worths =
            InstitutionPages.showsMoney(of: institution, to: visitor)
            ? try InstitutionStore.worths(of: institution.id, connection) : []
        return (json(institution, worths), 0)
    }

    private static func json(_ institution: Institution, _ worths: [(day: Day, netAssets: Fen)]) -> JSON {
        .members([
            "code": .string(institution.code), "name": .string(institution.name),
            "kind": .string(institution.kind.rawValue), "level": .string(institution.level.rawValue),
            "division": .string(institution.division),
            "net_assets": .array(
                worths.map { .members(["from": .day($0.day), "amount": .money($0.netAssets)]) }),
        ])
    }

    private static let schema = JSON.schemaObject([
        ("code", .schema("string")), ("name", .schema("string")), ("kind", .schema("string")),
        ("level", .schema("string")), ("division", .schema("string")),
        (
            "net_assets",
            JSON.schemaList(.schemaObject([("from", .schemaDay), ("amount", .schemaMoney)])).described(
                Sentence(
                    zh: "仅本机构和监管部门可见，最近的在前",
                    en: "For the institution itself and supervisors, the latest first"))
        ),
    ])
}
