import Core

/// One guarantee of the list as it goes into the book; dollars stand as the book's unit.
struct DCARecord: Sendable {
    /// Unique in the book.
    let number: String
    let partner: String
    let country: String
    let start: Day
    let end: Day
    /// The guarantor's part of every loss.
    let percentage: Rate
    let maximum: Fen
    let utilization: Fen
    /// What the guarantor paid the bank.
    let claims: Fen
    /// What the guarantor kept of the recoveries.
    let recoveries: Fen
    let industry: IndustryCode
    let kind: GuaranteeFeatures.Kind
    let status: Status

    enum Status: String, CaseIterable {
        case active = "Active"
        case expired = "Expired"
    }

    /// Nil when something can't be read; the fields then hold the reasons.
    init?(number: String, _ fields: inout DCAFields) {
        self.number = number
        partner = fields.text(.partner, limit: 300)
        country = fields.text(.country, limit: 200)
        let term = fields.term()
        percentage = fields.percentage(.percentage)
        maximum = fields.dollars(.maximum)
        utilization = fields.dollars(.utilization)
        claims = fields.dollars(.claims)
        recoveries = fields.dollars(.recoveries)
        industry = DCASector.industry(&fields)
        kind = fields.trimmed(.type) == "Bond Guarantee" ? .bond : .loan
        let status = fields.word(.status, Status.self)
        guard let term, let status, fields.reasons.isEmpty else { return nil }
        (start, end) = term
        self.status = status
        guard !principal.isZero else {
            fields.refuse(.nothingGuaranteed)
            return nil
        }
        if utilization > maximum { fields.note(.utilizationAboveMaximum(utilization, maximum)) }
        if recoveries > claims { fields.note(.recoveriesAboveClaims(recoveries, claims)) }
    }

    var principal: Fen { max(maximum, utilization) }
}

/// The sectors of the list in the classification of GB/T 4754-2017.
private enum DCASector {
    static let codes: [String: String] = [
        "Agri": "A", "Forest": "A02", "Fishery": "A04", "Indu": "C", "Energy": "D44", "Water": "D46",
        "Const": "E",
        "Infra": "E48", "Trade": "F", "Tourism": "H61", "InfoComm": "I", "Housing": "K70", "Env": "N77",
        "Serv": "O", "Edu": "P83", "Health": "Q84", "General": "O", "Other": "O",
    ]

    static func industry(_ fields: inout DCAFields) -> IndustryCode {
        let sector = fields.trimmed(.primarySector)
        if codes[sector] == nil, fields.values[.primarySector] != nil {
            fields.note(.sectorUnknown(String(sector.prefix(60))))
        }
        guard let code = try? IndustryCode(codes[sector] ?? "O") else {
            preconditionFailure("the table holds codes that there are")
        }
        return code
    }
}
