import Core
import HTTPTypes
import Storage

/// The addresses at which policies are tried out, drafted, and put in force by a second person.
enum PolicyDraftRoutes {
    private static let access = Route.Access.anyOf([.draftPolicies, .approvePolicies])
    /// The text, its cases, and the rest of the form.
    private static let bodyLimit = 4 * PolicyYAML.sizeLimit

    static let all: [Route] = [
        Route(
            method: .get, path: "/policies/:policy/what-if", access: access, work: .acting(WhatIfPage.answer)
        ),
        .get("/policies/:policy/drafts/new", .permission(.draftPolicies)) { ask, _ in
            try PolicyDraftPages.new(ask, nil)
        },
        .post("/policies/:policy/drafts", .permission(.draftPolicies), limit: bodyLimit, add),
        .get("/policy-drafts", access) { ask, connection in try PolicyDraftPages.list(ask, connection) },
        .get("/policy-drafts/:id", access) { ask, connection in
            try PolicyDraftPages.detail(ask, try find(ask, connection), nil, connection)
        },
        Route(method: .get, path: "/policy-drafts/:id/effect", access: access, work: .acting(effect)),
        .post("/policy-drafts/:id/revise", .permission(.draftPolicies), limit: bodyLimit, revise),
        decision(.approve, .permission(.approvePolicies)),
        decision(.reject, .permission(.approvePolicies)),
        decision(.withdraw, .permission(.draftPolicies)),
        .post("/policy-drafts/:id/take-back", .permission(.approvePolicies), takeBack),
    ]

    private static func find(_ ask: Ask, _ connection: Connection) throws -> PolicyDraft {
        guard let number = Int64(ask.part("id")), let draft = try PolicyDraftStore.find(number, connection)
        else {
            throw RequestRefusal.notFound
        }
        return draft
    }

    // MARK: Writing

    /// Without a text it is the text in force with the parameters that were tried out.
    @Sendable private static func add(_ ask: Ask) async throws -> Answer {
        let id = ask.part("policy")
        _ = try ask.site.policies.readable(id, on: ask.today)
        do throws(FormRefusal) {
            let entry = try entry(ask, of: id)
            let (visitor, at) = (ask.person, ask.now)
            let number: Int64
            do {
                number = try await ask.write("policy.draft") { writing in
                    try PolicyDraftStore.add(entry, by: visitor, at: at, writing)
                }
            } catch { throw FormRefusal(problems: [.init(field: "text", sentence: unwritten(error))]) }
            return .redirect(to: "/policy-drafts/\(number)")
        } catch {
            return try PolicyDraftPages.new(ask, error)
        }
    }

    private static func unwritten(_ error: any Error) -> Sentence {
        (error as? any Refusal)?.sentence
            ?? Sentence(zh: "没有保存成功，请再试一次。", en: "It could not be kept; try again.")
    }

    @Sendable private static func revise(_ ask: Ask) async throws -> Answer {
        let draft = try await ask.site.book.database.read { try find(ask, $0) }
        do {
            let entry = try entry(ask, of: draft.policy)
            let (visitor, at) = (ask.person, ask.now)
            try await ask.write("policy.revise") { writing in
                let now = try find(ask, writing.connection)
                guard now.version == Int64(ask.form["version"]) else {
                    throw PolicyDraftRefusal.changedMeanwhile
                }
                guard now.state == .waiting else { throw ProposalRefusal.decided(now.state) }
                guard now.enteredBy == visitor.person else { throw ProposalRefusal.notEntered }
                try PolicyDraftStore.revise(now, entry, at: at, writing)
            }
            return .redirect(to: "/policy-drafts/\(draft.number)")
        } catch let refusal as any Refusal where !(refusal is RequestRefusal) {
            return try await ask.site.book.database.read { connection in
                try PolicyDraftPages.detail(ask, try find(ask, connection), refusal, connection)
            }
        }
    }

    /// What the form says, checked whole.
    private static func entry(_ ask: Ask, of id: String) throws(FormRefusal) -> PolicyDraftStore.Entry {
        let library = ask.site.policies.library
        guard let from = Day(ask.form["from"]) else {
            let sentence = Sentence(zh: "日期应写作 2017-07-19。", en: "Write the day as 2017-07-19.")
            throw FormRefusal(problems: [.init(field: "from", sentence: sentence)])
        }
        let note = String(ask.form["note"].trimmingSpaces().prefix(300))
        guard !note.isEmpty else {
            let sentence = Sentence(
                zh: "请写明依据哪份文件、改动什么。", en: "Say which document it follows and what changes.")
            throw FormRefusal(problems: [.init(field: "note", sentence: sentence)])
        }
        let file = ask.form.files.first { $0.field == "file" && !$0.bytes.isEmpty }
        let written = file?.bytes ?? Array(ask.form["text"].replacing("\r\n", with: "\n").utf8)
        let text = written.isEmpty ? try changed(ask, library, id, from) : written
        let cases = ask.form["cases"].replacing("\r\n", with: "\n")
        let entry = PolicyDraftStore.Entry(
            policy: id, from: from, text: text,
            cases: cases.trimmingSpaces().isEmpty ? nil : Array(cases.utf8), note: note)
        _ = try PolicyDraftCheck(
            library, text: entry.text, cases: entry.cases, of: id, from: from, today: ask.today)
        return entry
    }

    /// The text in force with the values that were tried out, which hold from the day on.
    private static func changed(
        _ ask: Ask, _ library: PolicyLibrary, _ id: String, _ from: Day
    ) throws(FormRefusal) -> [UInt8] {
        func refused(_ sentence: Sentence) -> FormRefusal {
            FormRefusal(problems: [.init(field: "text", sentence: sentence)])
        }
        guard let policy = try? library.policy(id, on: from), let bytes = library.texts[policy.file] else {
            throw refused(
                Sentence(zh: "\(from) 没有施行的版本可改动；请写出文本。", en: "Nothing is in force on \(from); write a text.")
            )
        }
        let changes = WhatIfPage.changes(policy, from) { ask.form[WhatIfPage.prefix + $0] }
        guard !changes.isEmpty else {
            throw refused(Sentence(zh: "请写出新的文本，或选择文件。", en: "Write the new text or choose a file."))
        }
        do throws(PolicyProblems) {
            let changed = try policy.changing(changes, from: from)
            let tree = try PolicyYAML.read(bytes, file: policy.file)
            let text = String(decoding: bytes, as: UTF8.self)
            if let text = PolicyTextChange.text(text, tree, policy, changed: changed) {
                return Array(text.utf8)
            }
        } catch { throw WhatIfPage.refusal(error) }
        throw refused(
            Sentence(
                zh: "这份文本的参数写法不能自动改动；请直接修改文本。",
                en: "The values in this text can't be changed automatically; change the text itself."))
    }

    // MARK: Deciding

    private static func decision(_ decision: Proposal.Decision, _ access: Route.Access) -> Route {
        .post("/policy-drafts/:id/\(decision.rawValue)", access) { ask in
            let (visitor, shelf, today) = (ask.person, ask.site.policies, ask.today)
            return try await decide(ask, "policy.\(decision.rawValue)") { draft, _, writing in
                let state = try draft.proposal.deciding(
                    decision, by: visitor.person, of: visitor.organisation.id)
                if state == .approved { try check(draft, shelf, today, writing.connection) }
                return state
            }
        }
    }

    /// What was approved for a later day, by someone who has not written it.
    @Sendable private static func takeBack(_ ask: Ask) async throws -> Answer {
        let (visitor, shelf, today) = (ask.person, ask.site.policies, ask.today)
        return try await decide(ask, "policy.take_back") { draft, comment, writing in
            guard !comment.isEmpty else { throw PolicyDraftRefusal.reasonMissing }
            let state = try draft.proposal.takingBack(by: visitor.person, of: visitor.organisation.id)
            guard draft.from > today else { throw PolicyDraftRefusal.inForceAlready(draft.from) }
            try shelf.check(without: draft.number, writing.connection)
            return state
        }
    }

    /// Decides on the draft as the visitor has seen it; a refusal is told on its page.
    ///
    /// - Parameter state: what becomes of the draft, with the comment that was given.
    private static func decide(
        _ ask: Ask, _ action: String,
        _ state: @escaping @Sendable (PolicyDraft, String, Writing) throws -> Proposal.State
    ) async throws -> Answer {
        let comment = String(ask.form["comment"].trimmingSpaces().prefix(300))
        let (visitor, shelf, at) = (ask.person, ask.site.policies, ask.now)
        do {
            let number = try await ask.write(action, because: comment) { writing in
                let draft = try find(ask, writing.connection)
                guard draft.version == Int64(ask.form["version"]) else {
                    throw PolicyDraftRefusal.changedMeanwhile
                }
                let state = try state(draft, comment, writing)
                try PolicyDraftStore.decide(draft, state, by: visitor, comment: comment, at: at, writing)
                return draft.number
            }
            try await ask.site.book.database.read { try shelf.refresh($0) }
            return .redirect(to: "/policy-drafts/\(number)")
        } catch let refusal as any Refusal where !(refusal is RequestRefusal) {
            return try await ask.site.book.database.read { connection in
                try PolicyDraftPages.detail(ask, try find(ask, connection), refusal, connection)
            }
        }
    }

    /// Against what is in force in this transaction, whatever the site has in memory.
    private static func check(
        _ draft: PolicyDraft, _ shelf: PolicyShelf, _ today: Day, _ connection: Connection
    ) throws {
        try shelf.refresh(connection)
        let check = try PolicyDraftCheck(
            shelf.library, text: try PolicyDraftStore.text(draft, connection)?.bytes ?? [],
            cases: try PolicyDraftStore.cases(draft, connection)?.bytes, of: draft.policy, from: draft.from,
            today: today)
        guard check.failed.isEmpty else { throw PolicyDraftRefusal.casesDiffer(check.failed.count) }
    }

    // MARK: What it would do

    @Sendable private static func effect(_ ask: Ask) async throws -> Answer {
        let t = ask.language
        let (draft, text, cases) = try await ask.site.book.database.read { connection in
            let draft = try find(ask, connection)
            return (
                draft, try PolicyDraftStore.text(draft, connection),
                try PolicyDraftStore.cases(draft, connection)
            )
        }
        let page = Page(
            ask: ask, title: t("草案 \(draft.number) 的影响", "What draft \(draft.number) would do"),
            path: [
                (t("政策", "Policies"), "/policies"), (t("草案", "Drafts"), "/policy-drafts"),
                ("\(draft.number)", "/policy-drafts/\(draft.number)"),
            ])
        let library = ask.site.policies.library
        guard draft.state == .waiting else {
            return page.answer(Parts.empty(t("草案已处理，不再推演。", "The draft has been decided.")))
        }
        do {
            let check = try PolicyDraftCheck(
                library, text: text?.bytes ?? [], cases: cases?.bytes, of: draft.policy, from: draft.from,
                today: ask.today)
            let before = try library.program(draft.policy, on: draft.from)
            let after = try PolicyCompiler.program(check.policy, on: draft.from)
            let run = WhatIfRun(before: before, after: after, facts: library.facts)
            let outcome = try await run.register(ask.site.book) { _ in }
            return page.answer(WhatIfView(outcome.sums, ask).content)
        } catch let refusal as any Refusal {
            return page.answer(Forms.summary(refusal, t) ?? HTML())
        }
    }
}
