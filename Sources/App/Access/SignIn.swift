import Core
import Dispatch
import Storage

/// Letting a person in: the password, the one-time code where there is one, and a session at the end.
struct SignIn: Sendable {
    let book: Book
    let now: @Sendable () -> Int64

    /// Checking a password takes long and a core to itself, so one is checked at a time.
    private static let queue = DispatchQueue(label: "cassia.passwords")

    /// Checks who it is and begins a session.
    /// - Parameter code: the six digits of the authenticator; empty where none was given.
    func begin(
        name: String, password: String, code: String, address: String, agent: String
    ) async throws -> Secret {
        let person = try await book.database.read { try PersonStore.find(name: name, $0) }
        if let person, person.lockedUntil > now() {
            throw AccessRefusal.locked(seconds: (person.lockedUntil - now() + 999) / 1_000)
        }
        let hash = person?.password ?? .none
        let isRight = try await SignIn.slowly { try hash.matches(password) }
        guard let person, !person.isDisabled, !person.isMachine else { throw AccessRefusal.wrongSignIn }
        guard isRight else {
            try await countFailure(of: person)
            throw AccessRefusal.wrongSignIn
        }
        if person.hasOneTimeCode { try await checkCode(code, of: person) }
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
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
