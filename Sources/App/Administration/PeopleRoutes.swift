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
    private static func find(_ ask: Ask, _ connection: Connection) throws -> PersonStore.Stored {
        guard let person = try PersonStore.find(name: ask.part("name"), connection),
            ask.person.may(.keepPlatform) || person.organisation.id == ask.person.organisation.id
        else { throw RequestRefusal.notFound }
        return person
    }

    @Sendable private static func add(_ ask: Ask) async throws -> Answer {
        let form = ask.form
        do {
            let inputs = try PeoplePages.addFields(for: ask.person).read { form[$0] }
            let name = inputs.text("name").lowercased()
            let password = Secret.password(for: name)
            let hash = try await hash(password, name, ask)
            let (display, roles) = (inputs.text("display_name"), PeoplePages.roles(inputs))
            try await ask.write("person.add") { writing in
                let organisation = try organisation(inputs, ask, writing.connection)
                try PersonStore.add(
                    name: name, displayName: display, of: organisation, roles: roles, password: hash, writing)
            }
            return PeoplePages.password(ask, name: name, password: password)
        } catch let refusal as any Refusal {
            return PeoplePages.add(ask, entered: { form[$0] }, refusal)
        }
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

    private static func hash(_ password: String, _ name: String, _ ask: Ask) async throws -> PasswordHash {
        let cost = ask.site.settings.passwordCost
        return try await SignIn.slowly { try PasswordHash(new: password, name: name, cost: cost) }
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
        let person = try await other(ask)
        guard !person.isMachine else { throw RequestRefusal.notFound }
        let password = Secret.password(for: person.name)
        let hash = try await hash(password, person.name, ask)
        try await ask.write("person.password") { writing in
            try PersonStore.setPassword(hash, of: person, mustChange: true, writing)
        }
        return PeoplePages.password(ask, name: person.name, password: password)
    }

    @Sendable private static func takeCodeOff(_ ask: Ask) async throws -> Answer {
        let person = try await other(ask)
        try await ask.write("person.code_off") { try OneTimeCodeStore.set(nil, of: person.id, $0) }
        return .redirect(to: "/people/\(PercentText.encode(person.name))?done=code")
    }

    /// Someone else: one's own are kept on the account page, where the old password is asked for.
    private static func other(_ ask: Ask) async throws -> PersonStore.Stored {
        let person = try await ask.site.book.database.read { try find(ask, $0) }
        guard person.id != ask.person.person else { throw RequestRefusal.forbidden }
        return person
    }
}
