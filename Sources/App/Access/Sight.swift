import Core
import Storage

/// Which records concern a visitor's organisation: conditions that every query of a list or a record carries.
enum Sight {
    /// On `guarantee g`.
    static func guarantees(_ visitor: Visitor) -> SQL {
        let organisation = visitor.organisation
        guard visitor.may(.readBook) else { return "1 = 0" }
        switch organisation.kind {
        case .supervisor: return "1 = 1"
        case .platform, .platformOperator: return "1 = 0"
        case .enterprise:
            return SQL(
                "g.enterprise_id IN (SELECT id FROM enterprise WHERE credit_code = ?)",
                [.text(organisation.code)])
        case .guarantor: return among("SELECT id FROM agreement WHERE guarantor_id = ?", organisation)
        case .reguarantor: return among("SELECT id FROM agreement WHERE reguarantor_id = ?", organisation)
        case .bank: return among("SELECT id FROM agreement WHERE bank_id = ?", organisation)
        case .treasury: return among("SELECT id FROM agreement WHERE treasury_id = ?", organisation)
        }
    }

    /// On `agreement a`. Firms see those of their own guarantees; what the others offer is told where they
    /// apply.
    static func agreements(_ visitor: Visitor) -> SQL {
        guard visitor.may(.readBook) else { return "1 = 0" }
        switch visitor.organisation.kind {
        case .supervisor: return "1 = 1"
        case .platform, .platformOperator: return "1 = 0"
        case .enterprise:
            return SQL("a.id IN (SELECT g.agreement_id FROM guarantee g WHERE ") + guarantees(visitor) + ")"
        case .guarantor: return own("a.guarantor_id = ?", visitor.organisation)
        case .reguarantor: return own("a.reguarantor_id = ?", visitor.organisation)
        case .bank: return own("a.bank_id = ?", visitor.organisation)
        case .treasury: return own("a.treasury_id = ?", visitor.organisation)
        }
    }

    /// The same for lists that are walked in their order: it sorts out rows and never leads to them.
    static func listedGuarantees(_ visitor: Visitor) -> SQL {
        let organisation = visitor.organisation
        guard visitor.may(.readBook) else { return "1 = 0" }
        if organisation.kind == .enterprise {
            return SQL(
                "+g.enterprise_id IN (SELECT id FROM enterprise WHERE credit_code = ?)",
                [.text(organisation.code)])
        }
        guard let agreements = ownAgreements(organisation) else { return guarantees(visitor) }
        return SQL("+g.agreement_id IN (") + agreements + SQL(")")
    }

    /// The numbers of the agreements that an organisation is a party of; nil for those that are none.
    static func ownAgreements(_ organisation: Organisation) -> SQL? {
        switch organisation.kind {
        case .supervisor, .platform, .platformOperator, .enterprise: nil
        case .guarantor: own("SELECT id FROM agreement WHERE guarantor_id = ?", organisation)
        case .reguarantor: own("SELECT id FROM agreement WHERE reguarantor_id = ?", organisation)
        case .bank: own("SELECT id FROM agreement WHERE bank_id = ?", organisation)
        case .treasury: own("SELECT id FROM agreement WHERE treasury_id = ?", organisation)
        }
    }

    /// On `claim c` of `guarantee g` under `agreement a`: what the organisation owes or is owed.
    static func claims(_ visitor: Visitor) -> SQL {
        guard visitor.may(.readLedger) else { return "1 = 0" }
        let organisation = visitor.organisation
        switch organisation.kind {
        case .supervisor: return "1 = 1"
        case .enterprise, .platform, .platformOperator: return "1 = 0"
        case .guarantor: return own("a.guarantor_id = ?", organisation)
        case .reguarantor: return own("a.reguarantor_id = ? AND 1 IN (c.debtor, c.creditor)", organisation)
        case .bank: return own("a.bank_id = ? AND 2 IN (c.debtor, c.creditor)", organisation)
        case .treasury: return own("a.treasury_id = ? AND 3 IN (c.debtor, c.creditor)", organisation)
        }
    }

    /// On `entry e`: those of guarantees that concern the organisation, and its own money from outside.
    static func entries(_ visitor: Visitor) -> SQL {
        guard visitor.may(.readLedger) else { return "1 = 0" }
        if visitor.organisation.kind == .supervisor { return "1 = 1" }
        guard let institution = visitor.organisation.institution else { return "1 = 0" }
        let first = institution.number * 16
        let own = SQL(
            """
            e.guarantee_id IS NULL AND EXISTS (SELECT 1 FROM posting o
                WHERE o.entry_id = e.id AND o.account BETWEEN ? AND ?)
            """, [.int(first), .int(first + 15)])
        // The re-guarantor is part of most guarantees: looking each up costs less than gathering them all.
        let ofGuarantees: SQL =
            visitor.organisation.kind == .reguarantor
            ? "EXISTS (SELECT 1 FROM guarantee g WHERE g.id = e.guarantee_id AND " + guarantees(visitor) + ")"
            : "e.guarantee_id IN (SELECT g.id FROM guarantee g WHERE " + guarantees(visitor) + ")"
        return "(" + ofGuarantees + " OR " + own + ")"
    }

    /// On `balance b`: the accounts of the organisation.
    static func accounts(_ visitor: Visitor) -> SQL {
        guard visitor.may(.readLedger) else { return "1 = 0" }
        if visitor.organisation.kind == .supervisor { return "1 = 1" }
        let first = (visitor.organisation.institution?.number ?? -1) * 16
        return SQL("b.account BETWEEN ? AND ?", [.int(first), .int(first + 15)])
    }

    private static func own(_ condition: StaticString, _ organisation: Organisation) -> SQL {
        SQL(condition, [.int(organisation.institution?.number ?? 0)])
    }

    private static func among(_ agreements: StaticString, _ organisation: Organisation) -> SQL {
        SQL(composing: "g.agreement_id IN (") + own(agreements, organisation) + SQL(composing: ")")
    }
}
