import Core
import HTTPTypes
import Storage

/// Drafts of applications through the API: the agreements to choose from, begun, saved, sent as seen. They
/// are listed and read among the applications.
enum ApplicationDraftAPI {
    static let all: [Route] = [
        .get("/api/v1/application-offers", .permission(.enter)) { ask, connection in
            try ApplicationRoutes.firm(ask)
            try ask.checkNames(PageOfItems<AgreementOffers.Offer>.names)
            let known = try ApplicationStore.known(of: ask.person.organisation.code, connection)
            let offers = try AgreementOffers(on: ask.today, near: known.text("division"), connection)
            let page = try PageOfItems(offers.all, ask)
            return .json(.members(["items": .array(page.items.map(json)), "next": page.nextJSON]))
        }.described(
            RouteDescription(
                id: "application_offers",
                summary: Sentence(
                    zh: "可申请的担保机构、银行和协议", en: "The agreements under which a firm can apply, nearest first"),
                tag: "applications", parameters: RouteDescription.Parameter.pageOfItems,
                answers: [.ok(.schemaPage(offerSchema))])),
        .post("/api/v1/application-drafts", .permission(.enter), begin).described(
            RouteDescription(
                id: "application_drafts_begin",
                summary: Sentence(
                    zh: "新建草稿，先填入已知的内容", en: "Begin a draft, filled with what is known of the firm"),
                tag: "applications", parameters: [.idempotencyKey], body: fields.schema,
                isBodyRequired: false,
                answers: [
                    .init(
                        status: 201, text: Sentence(zh: "已新建", en: "Begun"), schema: ApplicationAPI.schema,
                        headers: ["Location", "ETag"])
                ])),
        .post("/api/v1/applications/:key/save", .permission(.enter)) { ask in
            try await change(ask, "application.save") { version, writing in
                let inputs = try fields.read(ask.body)
                let typed = ApplicationForm.typed(inputs.text, ApplicationForm.described)
                _ = try ApplicationStore.save(
                    ask.part("key"), typed, version: version, editor: "", by: ask.person, writing)
            }
        }.described(
            RouteDescription(
                id: "applications_save",
                summary: Sentence(
                    zh: "保存草稿，内容对错都保存；未写的字段即清空",
                    en: "Keep a draft, right or wrong; fields left out are emptied"),
                tag: "applications",
                parameters: [.path("key", RecordAPI.keyText), .ifMatch(isRequired: true)],
                body: fields.schema, isBodyRequired: false,
                answers: [.ok(ApplicationAPI.schema, headers: ["ETag"])])),
        .post("/api/v1/applications/:key/submit", .permission(.enter)) { ask in
            try await change(ask, "application.submit") { version, writing in
                _ = try ApplicationStore.submit(
                    ask.part("key"), version: version, on: ask.today, by: ask.person, writing)
            }
        }.described(
            RouteDescription(
                id: "applications_submit",
                summary: Sentence(
                    zh: "提交草稿；已提交的再次发送得到同样的结果", en: "Send a draft; once it is sent, again answers the same"),
                tag: "applications",
                parameters: [.path("key", RecordAPI.keyText), .ifMatch(isRequired: true)],
                answers: [.ok(ApplicationAPI.schema, headers: ["ETag"])])),
    ]

    /// A draft is kept whatever stands in it, so any text will do.
    private static let fields = ApplicationForm.described.map { field in
        FormField(name: field.name, title: field.title, kind: .note(1_500), isRequired: false)
    }

    private static func json(_ offer: AgreementOffers.Offer) -> JSON {
        let agreement = offer.agreement
        return .members([
            "agreement": .string(agreement.number), "guarantor": .string(offer.guarantor.code),
            "guarantor_name": .string(offer.guarantor.name), "bank": .string(offer.bank.code),
            "bank_name": .string(offer.bank.name), "highest_fee_rate": .rate(agreement.ceilings.feeRate),
            "most_for_borrower": agreement.ceilings.borrower.map(JSON.money) ?? .null,
            "until": .day(agreement.until),
        ])
    }

    private static let offerSchema = JSON.schemaObject(
        ["agreement", "guarantor", "guarantor_name", "bank", "bank_name"].map { ($0, .schema("string")) } + [
            ("highest_fee_rate", JSON.schemaRate.orNull()), ("most_for_borrower", JSON.schemaMoney.orNull()),
            ("until", JSON.schemaDay.orNull()),
        ])

    @Sendable private static func begin(_ ask: Ask) async throws -> Answer {
        try ApplicationRoutes.firm(ask)
        let (once, inputs) = (try ask.idempotencyKey, try fields.read(ask.body))
        let seen = try await ask.write("application.begin") { writing in
            let number = try ApplicationRoutes.begin(inputs.text, once: once, ask, writing)
            return try ApplicationAPI.Seen(String(number), ask.person, writing.connection)
        }
        return .json(seen.json, status: .created).tagged(seen.version)
            .setting(.location, "/api/v1/applications/\(seen.stored.id)")
    }

    /// Does something to a draft as it was seen; what was sent already is only read again by sending it.
    private static func change(
        _ ask: Ask, _ action: String, _ job: @escaping @Sendable (Int64, Writing) throws -> Void
    ) async throws -> Answer {
        let seen = try await ask.write(action) { writing in
            let key = ask.part("key")
            _ = try ApplicationStore.load(key, ask.person, writing.connection)
            guard let version = try ask.seenVersion else { throw RequestRefusal.needsVersion }
            try job(version, writing)
            return try ApplicationAPI.Seen(key, ask.person, writing.connection)
        }
        return .json(seen.json).tagged(seen.version)
    }
}
