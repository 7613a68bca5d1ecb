import Core
import Storage

/// Which guarantors are above a limit of law, from the book as it stands.
enum GuarantorLimits {
    struct Breach: Sendable {
        let guarantor: Institution
        let breach: LimitBreach
    }

    static func breaches(on day: Day, _ connection: Connection) throws -> [Breach] {
        try Exposures.ofAll(on: day, connection).flatMap { guarantor, exposure in
            let institution = try InstitutionStore.load(guarantor, connection)
            return Limits.breaches(of: exposure).map { Breach(guarantor: institution, breach: $0) }
        }
    }
}
