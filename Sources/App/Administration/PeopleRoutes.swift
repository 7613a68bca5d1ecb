import Core
import HTTPTypes
import Storage

/// Keeping people: adding them, their roles, their passwords and authenticators.
enum PeopleRoutes {
    static let all: [Route] = [
        .get("/add-person", PeopleRecords.access) { ask, _ in
            PeoplePages.add(
                ask,
                entered: ask.query["organisation"].map { code in
                    { field in field == "organisation" ? code : "" }
                }, nil)
        },
        .post("/add-person", PeopleRecords.access, add),
        .get("/people/:name", PeopleRecords.access) { ask, connection in
            PeoplePages.person(ask, try find(ask, connection), nil)
        },
        .post("/people/:name/change", PeopleRecords.access, change),
        .post("/people/:name/password", PeopleRecords.access, resetPassword),
        .post("/people/:name/code", PeopleRecords.access, takeCodeOff),
    ]

    /// One of the own organisation, for the operator of any; others are not there.
    static func find(_ ask: Ask, _ connection: Connection) throws -> PersonStore.Stored {
        guard let person = try PersonStore.find(name: ask.part("name"), connection),
            ask.person.may(.keepPlatform) || person.organisation.id == ask.person.organisation.id
        else { throw RequestRefusal.notFound }
        return person
    }

    @Sendable private static func add(_ ask: Ask) async throws -> Answer {
        let form = ask.form
        do {
            let keepsPlatform = ask.person.may(.keepPlatform)
            let inputs = try PeoplePages.addFields(keepsPlatform: keepsPlatform).read { form[$0] }
            let name = inputs.text("name").lowercased()
            let (password, hash) = try await newPassword(for: name, ask)
            try await ask.write("person.add") { try add(inputs, hash, ask, $0) }
            return PeoplePages.password(ask, name: name, password: password)
        } catch let refusal as any Refusal {
            return PeoplePages.add(ask, entered: { form[$0] }, refusal)
        }
    }

    /// Adds whom the fields name, with a first password.
    static func add(_ inputs: Inputs, _ password: PasswordHash, _ ask: Ask, _ writing: Writing) throws {
        try PersonStore.add(
            name: inputs.text("name").lowercased(), displayName: inputs.text("display_name"),
            of: try organisation(inputs, ask, writing.connection), roles: PeoplePages.roles(inputs),
            password: password, writing)
    }

    private static func organisation(
        _ inputs: Inputs, _ ask: Ask, _ connection: Connection
    ) throws -> Organisation {
        guard ask.person.may(.keepPlatform) else { return ask.person.organisation }
        let code = inputs.text("organisation")
        guard let found = try OrganisationStore.find(code: code, connection) else {
            throw NotFound.organisation(code)
        }
        return found
    }

    /// A made password, to be shown once, and what is kept of it.
    static func newPassword(
        for name: String, _ ask: Ask
    ) async throws -> (password: String, hash: PasswordHash) {
        let (password, cost) = (Secret.password(for: name), ask.site.settings.passwordCost)
        let hash = try await SignIn.slowly { try PasswordHash(new: password, name: name, cost: cost) }
        return (password, hash)
    }

    @Sendable private static func change(_ ask: Ask) async throws -> Answer {
        let form = ask.form
        do {
            let inputs = try PeoplePages.changeFields(nil).read { form[$0] }
            let name = try await ask.write("person.change") { writing in
                let person = try find(ask, writing.connection)
                try PersonStore.change(
                    person, roles: PeoplePages.roles(inputs), isDisabled: inputs.isYes("disabled"), writing)
                return person.name
            }
            return .redirect(to: "/people/\(PercentText.encode(name))?done=change")
        } catch let refusal as any Refusal where !(refusal is RequestRefusal) {
            return try await ask.site.book.database.read { connection in
                PeoplePages.person(ask, try find(ask, connection), refusal)
            }
        }
    }

    @Sendable private static func resetPassword(_ ask: Ask) async throws -> Answer {
        let person = try await ask.site.book.database.read { try otherPerson(ask, $0) }
        let (password, hash) = try await newPassword(for: person.name, ask)
        try await ask.write("person.password") { writing in
            try PersonStore.setPassword(hash, of: person, mustChange: true, writing)
        }
        return PeoplePages.password(ask, name: person.name, password: password)
    }

    @Sendable private static func takeCodeOff(_ ask: Ask) async throws -> Answer {
        let name = try await ask.write("person.code_off") { writing in
            let person = try other(ask, writing.connection)
            try OneTimeCodeStore.set(nil, of: person.id, writing)
            return person.name
        }
        return .redirect(to: "/people/\(PercentText.encode(name))?done=code")
    }

    /// Someone else: one's own are kept on the account page, where the old password is asked for.
    static func other(_ ask: Ask, _ connection: Connection) throws -> PersonStore.Stored {
        let person = try find(ask, connection)
        guard person.id != ask.person.person else { throw RequestRefusal.forbidden }
        return person
    }

    /// The same who signs in with a password.
    static func otherPerson(_ ask: Ask, _ connection: Connection) throws -> PersonStore.Stored {
        let person = try other(ask, connection)
        guard !person.isMachine else { throw RequestRefusal.notFound }
        return person
    }
}
