import Core
import HTTPTypes
import Storage

/// The addresses of applications: beginning one, saving it as it is typed, checking and sending it.
enum ApplicationRoutes {
    static let all: [Route] = [
        .get("/applications", .permission(.readBook)) { ask, connection in
            try ApplicationPages.list(try firm(ask), connection)
        },
        .get("/applications/new", .permission(.enter)) { ask, connection in
            try ApplicationPages.offers(try firm(ask), connection)
        },
        .post("/applications", .permission(.enter), begin),
        .get("/applications/:id", .permission(.enter)) { ask, connection in
            let stored = try ApplicationStore.load(ask.part("id"), try firm(ask).person, connection)
            if let number = stored.guarantee { return .redirect(to: address(of: number)) }
            return try ApplicationFormPages.form(ask, stored, connection)
        },
        .post("/applications/:id", .permission(.enter), next),
        .post("/applications/:id/save", .permission(.enter), save),
        .get("/applications/:id/check", .permission(.enter)) { ask, connection in
            let stored = try ApplicationStore.load(ask.part("id"), try firm(ask).person, connection)
            if let number = stored.guarantee { return .redirect(to: address(of: number)) }
            return try ApplicationFormPages.check(ask, stored, nil, connection)
        },
        .post("/applications/:id/submit", .permission(.enter), submit),
        .post("/applications/:id/discard", .permission(.enter), discard),
    ]

    /// Only firms apply.
    @discardableResult static func firm(_ ask: Ask) throws -> Ask {
        guard ask.person.organisation.kind == .enterprise else { throw RequestRefusal.forbidden }
        return ask
    }

    private static func address(of guarantee: String) -> String {
        "/guarantees/\(PercentText.encode(guarantee))"
    }

    /// Begins a draft with what is known of the firm.
    @Sendable private static func begin(_ ask: Ask) async throws -> Answer {
        let form = try firm(ask).form
        let number = try await ask.write("application.begin") {
            try begin({ form[$0] }, once: form["once"], ask, $0)
        }
        return .redirect(to: "/applications/\(number)")
    }

    /// The same with whatever was typed already; returns its number.
    static func begin(
        _ entered: (String) -> String, once: String, _ ask: Ask, _ writing: Writing
    ) throws -> Int64 {
        let connection = writing.connection
        var texts = try ApplicationStore.known(of: ask.person.organisation.code, connection).texts
        let offer = try AgreementStore.find(number: entered("agreement"), connection)
        texts["agreement"] = offer?.number
        texts["fee_rate"] = (offer?.ceilings.feeRate ?? Application.usualFeeRate).percentage
        texts["starts_on"] = ask.today.description
        for name in ApplicationForm.described.map(\.name) where name != "agreement" {
            if !entered(name).isEmpty { texts[name] = entered(name) }
        }
        let typed = ApplicationForm.typed({ texts[$0] ?? "" }, ApplicationForm.described)
        return try ApplicationStore.begin(typed, once: once, by: ask.person, writing)
    }

    private static func offers(_ ask: Ask, _ connection: Connection) throws -> AgreementOffers {
        try AgreementOffers(on: ask.today, near: "", connection)
    }

    private static func keep(_ ask: Ask) async throws -> ApplicationStore.Stored {
        let form = try firm(ask).form
        return try await ask.write("application.save") { writing in
            let typed = ApplicationForm.typed({ form[$0] }, ApplicationForm.described)
            return try ApplicationStore.save(
                ask.part("id"), typed, version: Int64(form["version"]) ?? 0, editor: form["editor"],
                by: ask.person, writing)
        }
    }

    /// The buttons of the form: what was typed is saved first, whatever comes of it.
    @Sendable private static func next(_ ask: Ask) async throws -> Answer {
        do {
            let stored = try await keep(ask)
            guard ask.form["step"] == "check" else {
                return .redirect(to: "/applications/\(stored.id)?done=saved")
            }
            return try await ask.site.book.database.read { connection in
                do {
                    _ = try ApplicationForm.check(
                        stored.typed, try offers(ask, connection), firm: ask.person.organisation.code,
                        on: ask.today, connection)
                    return .redirect(to: "/applications/\(stored.id)/check")
                } catch let refusal as any Refusal {
                    return try ApplicationFormPages.form(ask, stored, refusal: refusal, connection)
                }
            }
        } catch RequestRefusal.changedMeanwhile {
            return try await ask.site.book.database.read { connection in
                let stored = try ApplicationStore.load(ask.part("id"), ask.person, connection)
                return try ApplicationFormPages.form(
                    ask, stored, entered: { ask.form[$0] }, refusal: DraftConflict.saved(stored), connection)
            }
        }
    }

    /// The same without leaving the page.
    @Sendable private static func save(_ ask: Ask) async throws -> Answer {
        let t = ask.language
        do {
            let stored = try await keep(ask)
            return try await ask.site.book.database.read { connection in
                let quote = try ApplicationFormPages.quote(ask, stored.typed, connection)
                let time = Times.text(ask.now)
                return .json(
                    .members([
                        "version": .number(stored.version),
                        "saved": .string(t("已保存，\(time)", "Saved at \(time)")),
                        "quote": .array(
                            (quote?.lines ?? []).map {
                                .array([.string(t($0.title)), .string(t($0.value))])
                            }),
                    ]))
            }
        } catch let refusal as any Refusal {
            let status: HTTPResponse.Status =
                (refusal as? RequestRefusal)?.status
                ?? (refusal is NotFound ? .notFound : .unprocessableContent)
            return .json(.members(["problem": .string(t(refusal.sentence))]), status: status)
        }
    }

    @Sendable private static func submit(_ ask: Ask) async throws -> Answer {
        let form = try firm(ask).form
        do {
            let number = try await ask.write("application.submit") { writing in
                try ApplicationStore.submit(
                    ask.part("id"), version: Int64(form["version"]) ?? 0, on: ask.today, by: ask.person,
                    writing)
            }
            return .redirect(to: address(of: number) + "?done=applied")
        } catch let refusal as any Refusal where !(refusal is NotFound) {
            return try await ask.site.book.database.read { connection in
                let stored = try ApplicationStore.load(ask.part("id"), ask.person, connection)
                return try ApplicationFormPages.check(ask, stored, refusal, connection)
            }
        }
    }

    @Sendable private static func discard(_ ask: Ask) async throws -> Answer {
        _ = try firm(ask)
        try await ask.write("application.discard") {
            try ApplicationStore.discard(ask.part("id"), by: ask.person, $0)
        }
        return .redirect(to: "/applications?done=discarded")
    }
}

/// Someone else has saved the draft since it was opened.
struct DraftConflict: Refusal {
    let name: String
    let time: String

    static func saved(_ stored: ApplicationStore.Stored) -> DraftConflict {
        DraftConflict(name: stored.savedByName, time: Times.text(stored.savedAt))
    }

    var code: String { "draft_saved_meanwhile" }

    var sentence: Sentence {
        Sentence(
            zh: "\(name)已于 \(time) 保存了这份草稿。下面是您填写的内容；再次保存会以您的为准。",
            en: "\(name) saved this draft at \(time). Below is what you typed; saving again keeps yours.")
    }
}
