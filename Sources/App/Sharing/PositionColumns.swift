import Core

/// The columns of a position by name, to say which of them differ.
enum PositionColumns {
    static func differences(_ stored: Position, _ derived: Position) -> [(StaticString, String, String)] {
        var differences = amounts.compactMap { name, amount -> (StaticString, String, String)? in
            let (left, right) = (amount(stored), amount(derived))
            return left == right ? nil : (name, left.description, right.description)
        }
        for (name, day) in days where day(stored) != day(derived) {
            differences.append((name, text(day(stored)), text(day(derived))))
        }
        return differences
    }

    private static func text(_ day: Day?) -> String { day?.description ?? "-" }

    private static let days: [(StaticString, @Sendable (Position) -> Day?)] = [
        ("last_on", { $0.lastOn }), ("extended_until", { $0.extendedUntil }),
    ]

    private static let amounts: [(StaticString, @Sendable (Position) -> Fen)] = [
        ("disbursed", { $0.disbursed }), ("repaid", { $0.repaid }),
        ("principal_claimed", { $0.principalClaimed }), ("interest_claimed", { $0.interestClaimed }),
        ("loss", { $0.loss }), ("principal_compensated", { $0.principalCompensated }),
        ("fee_paid", { $0.feePaid }), ("fee_refunded", { $0.feeRefunded }),
        ("recovered", { $0.recovered }), ("recovery_costs", { $0.recoveryCosts }),
        ("written_off", { $0.writtenOff }),
        ("paid_reguarantor", { $0.paid.reguarantor }), ("paid_bank", { $0.paid.bank }),
        ("paid_treasury", { $0.paid.treasury }),
        ("credited_reguarantor", { $0.credited.reguarantor }), ("credited_bank", { $0.credited.bank }),
        ("credited_treasury", { $0.credited.treasury }),
        ("passed_reguarantor", { $0.passedOn.reguarantor }), ("passed_bank", { $0.passedOn.bank }),
        ("passed_treasury", { $0.passedOn.treasury }),
    ]
}
