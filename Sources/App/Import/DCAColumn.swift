/// The keys of a line in the published list of the Development Credit Authority's guarantees.
enum DCAColumn: String, CaseIterable {
    case fiscalYear = "Fiscal Year"
    case number = "Guarantee Number"
    case partner = "Partner Name"
    case country = "Country"
    case start = "Guarantee Start Date"
    case end = "Guarantee End Date"
    case finalDate = "Final Date for Placing Loans under Coverage"
    case primarySegment = "Primary Target Segment"
    case secondarySegments = "Secondary Target Segment(s)"
    case primarySector = "Primary Target Sector"
    case secondarySectors = "Secondary Target Sector(s)"
    case type = "Credit Agreement Type"
    case status = "Status"
    case percentage = "Guarantee Percentage"
    case maximum = "Effective Maximum Cumulative Disbursements"
    case utilization = "Cumulative Utilization"
    case utilizationPercentage = "Cumulative Utilization Percentage"
    case loans = "Cumulative Loans"
    case claims = "Claims"
    case recoveries = "Recoveries"

    /// What the book is made of; the others may be missing.
    static let needed: [DCAColumn] = [
        .number, .partner, .country, .start, .end, .primarySector, .type, .status, .percentage, .maximum,
        .utilization, .claims, .recoveries,
    ]
}
