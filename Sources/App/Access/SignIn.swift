import Core
import Storage

/// Letting a person in: the password, the one-time code where there is one, and a session at the end.
struct SignIn: Sendable {
    let book: Book
    let throttle: SignInThrottle
    let now: @Sendable () -> Int64

    /// Checks who it is and begins a session.
    /// - Parameter code: the six digits of the authenticator; empty where none was given.
    func begin(
        name: String, password: String, code: String, address: String, agent: String
    ) async throws -> Secret {
        do {
            let person = try await check(name: name, password: password, address: address)
            if person.hasOneTimeCode { try await checkCode(code, of: person) }
            return try await begin(for: person, address: address, agent: agent)
        } catch let refusal as AccessRefusal {
            if refusal == .wrongSignIn || refusal == .codeWrong, !address.isEmpty {
                throttle.countFailure(.address(address), at: now())
            }
            throw refusal
        }
    }

    private func check(name: String, password: String, address: String) async throws -> PersonStore.Stored {
        if !address.isEmpty { try throttle.check(.address(address), at: now()) }
        let found = try await find(name)
        let hash = found?.password ?? .none
        let isRight = try await SignIn.slowly { try hash.matches(password) }
        guard let found else {
            throttle.countFailure(.unknownName(name), at: now())
            throw AccessRefusal.wrongSignIn
        }
        // Many may have tried while this one waited for its turn.
        _ = try await find(name)
        guard isRight, !found.isDisabled, !found.isMachine else {
            try await countFailure(of: found)
            throw AccessRefusal.wrongSignIn
        }
        return found
    }

    /// The person of a name; refuses while the name has to wait.
    private func find(_ name: String) async throws -> PersonStore.Stored? {
        guard let person = try await book.database.read({ try PersonStore.find(name: name, $0) }) else {
            try throttle.check(.unknownName(name), at: now())
            return nil
        }
        guard person.lockedUntil <= now() else {
            throw AccessRefusal.locked(seconds: (person.lockedUntil - now() + 999) / 1_000)
        }
        return person
    }

    private func begin(
        for person: PersonStore.Stored, address: String, agent: String
    ) async throws -> Secret {
        let secret = Secret()
        try await book.write(as: Actor(person.name), "session.begin") { writing in
            try SessionStore.begin(secret, for: person.id, address: address, agent: agent, writing)
        }
        return secret
    }

    private func checkCode(_ code: String, of person: PersonStore.Stored) async throws {
        guard !code.isEmpty else { throw AccessRefusal.codeNeeded }
        let isRight = try await book.write(as: Actor(person.name), "session.code") { writing in
            try OneTimeCodeStore.use(code, of: person.id, writing)
        }
        guard isRight else { throw AccessRefusal.codeWrong }
    }

    private func countFailure(of person: PersonStore.Stored) async throws {
        try await book.write(as: Actor(person.name), "session.refuse") { writing in
            // Read again: others may have failed meanwhile.
            try SessionStore.countFailure(of: PersonStore.load(person.id, writing.connection), writing)
        }
    }

    /// Runs what takes a core for long, one at a time.
    static func slowly<Output: Sendable>(
        _ work: @escaping @Sendable () throws -> Output
    ) async throws -> Output {
        try await PasswordQueue.shared.run(work)
    }
}
