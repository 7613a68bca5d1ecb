import Core
import Storage

/// Entering a plan in the book through the same stores as everything else.
extension DCAPlan {
    /// One line is one transaction: what is there already stays as it is, other content is refused.
    func enter(_ writing: Writing) throws -> ImportFate {
        var isNew = false
        let parties = try parties(writing, &isNew)
        let agreement = try agreement(parties, writing, &isNew)
        if try !isKnown(writing.connection) {
            try GuaranteeStore.bringIn(registration(under: agreement), writing)
            isNew = true
        }
        for step in events {
            let outcome = try GuaranteeStore.record(
                step.event, guarantee: record.number, on: step.day, reference: step.reference, writing)
            if case .recorded = outcome { isNew = true }
        }
        return isNew ? .accepted : .alreadyThere
    }

    private func parties(_ writing: Writing, _ isNew: inout Bool) throws -> [Party: Institution] {
        let guarantor = DCAPlan.guarantor
        return [
            .guarantor: try institution(guarantor.code, guarantor.name, .guarantor, writing, &isNew),
            .bank: try institution(bankCode, record.partner, .bank, writing, &isNew),
        ]
    }

    private func institution(
        _ code: String, _ name: String, _ kind: Institution.Kind, _ writing: Writing, _ isNew: inout Bool
    ) throws -> Institution {
        if let known = try InstitutionStore.find(code: code, writing.connection) {
            try OtherContent.check(
                code, [("name", known.name, name), ("kind", known.kind.rawValue, kind.rawValue)])
            return known
        }
        isNew = true
        return try InstitutionStore.register(
            code: code, name: name, kind: kind, level: .region, division: DCAPlan.division, writing)
    }

    private func agreement(
        _ parties: [Party: Institution], _ writing: Writing, _ isNew: inout Bool
    ) throws -> Agreement {
        if let known = try writing.scope.agreement(number: agreementNumber) {
            try checkSame(known, writing.connection)
            return known
        }
        isNew = true
        return try AgreementStore.conclude(
            AgreementStore.Terms(
                number: agreementNumber, parties: parties, shares: shares, from: record.start,
                until: record.end,
                ceilings: Agreement.Ceilings()), writing)
    }

    private func checkSame(_ known: Agreement, _ connection: Connection) throws {
        let sql = SQL(
            """
            SELECT g.code, b.name FROM agreement a JOIN institution g ON g.id = a.guarantor_id
                JOIN institution b ON b.id = a.bank_id WHERE a.id = ?
            """, [.int(known.id.number)])
        let names = try connection.first(sql) { ($0.text(0), $0.text(1)) }
        try OtherContent.check(
            record.number,
            [
                ("guarantor", names?.0 ?? "", DCAPlan.guarantor.code),
                (DCAColumn.partner.rawValue, names?.1 ?? "", record.partner),
                (DCAColumn.percentage.rawValue, known.shares.description, shares.description),
                (DCAColumn.start.rawValue, known.from.description, record.start.description),
                (DCAColumn.end.rawValue, known.until?.description ?? "", record.end.description),
            ])
    }

    private func isKnown(_ connection: Connection) throws -> Bool {
        let sql = SQL(
            """
            SELECT a.number, g.industry, g.principal, g.starts_on, g.ends_on, g.kind
            FROM guarantee g JOIN agreement a ON a.id = g.agreement_id WHERE g.number = ?
            """, [.text(record.number)])
        let pairs = try connection.first(sql) { row in
            [
                ("agreement", row.text(0), agreementNumber),
                (DCAColumn.primarySector.rawValue, row.text(1), record.industry.description),
                ("principal", "\(Fen(row.int(2)))", "\(terms.principal)"),
                (DCAColumn.start.rawValue, "\(row.day(3))", "\(terms.startsOn)"),
                (DCAColumn.end.rawValue, "\(row.day(4))", "\(terms.endsOn)"),
                (DCAColumn.type.rawValue, row.text(5), record.kind.rawValue),
            ]
        }
        guard let pairs else { return false }
        try OtherContent.check(record.number, pairs)
        return true
    }

    /// The list names no borrower: whoever borrowed under a guarantee stands as one small firm.
    private func registration(under agreement: Agreement) -> GuaranteeRegistration {
        let borrower = GuaranteeRegistration.Borrower(
            creditCode: "DCA-\(record.number)", name: "Borrowers under \(record.number), \(record.country)",
            industry: record.industry.description, employees: 0, revenue: .zero, totalAssets: .zero,
            size: .small)
        var registration = GuaranteeRegistration(
            number: record.number, agreement: agreement, borrower: borrower, division: DCAPlan.division,
            terms: terms)
        registration.features.kind = record.kind
        return registration
    }
}
