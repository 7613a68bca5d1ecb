import Foundation

/// Lines of a made-up list of the Development Credit Authority, each with what must be said of it.
struct DCADirt {
    let line: String
    /// What the English notes contain, in their order.
    var notes: [String] = []
    var reasons: [String] = []

    private init(_ line: String, notes: [String] = [], reasons: [String] = []) {
        self.line = line
        self.notes = notes
        self.reasons = reasons
    }

    private static func line(
        _ number: String, _ changes: [String: String], notes: [String] = [], reasons: [String] = []
    ) -> DCADirt {
        DCADirt(clean(changes.merging(["Guarantee Number": number]) { $1 }), notes: notes, reasons: reasons)
    }

    /// A line without dirt but for the changes; the keys stand in the order of the list.
    static func clean(_ changes: [String: String]) -> String {
        let fields = usual.map { key, value in "\(quoted(key)): \(quoted(changes[key] ?? value))" }
        return "{" + fields.joined(separator: ", ") + "}"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
            + "\""
    }

    private static let usual = [
        ("Fiscal Year", "2014"), ("Guarantee Number", "DCA-1"), ("Partner Name", "Banque Exemplaire"),
        ("Country", "Nowhere"), ("Guarantee Start Date", "2014/09/30"), ("Guarantee End Date", "2020/09/30"),
        ("Final Date for Placing Loans under Coverage", "2018/09/30"), ("Primary Target Segment", "SME"),
        ("Secondary Target Segment(s)", ""), ("Primary Target Sector", "Agri"),
        ("Secondary Target Sector(s)", ""),
        ("Credit Agreement Type", "Loan Portfolio Guarantee"), ("Status", "Active"),
        ("Guarantee Percentage", "50.00%"), ("Effective Maximum Cumulative Disbursements", "$5,000,000 "),
        ("Cumulative Utilization", "$1,000,000 "), ("Cumulative Utilization Percentage", "20.00%"),
        ("Cumulative Loans", "7"), ("Claims", "$0 "), ("Recoveries", "$0 "),
    ]

    static let all: [DCADirt] = accepted + [DCADirt("")] + refused

    private static let accepted: [DCADirt] = [
        line("A1", ["Claims": "$100 ", "Recoveries": "$40 "]),
        line("A2", ["Claims": "$400,000 ", "Guarantee Percentage": "40.00%", "Status": "Expired"]),
        line("A3", ["Partner Name": "Crédit \"Zéro\" 银行", "Credit Agreement Type": "Bond Guarantee"]),
        DCADirt(
            clean(["Guarantee Number": "A4"]).replacingOccurrences(of: "Placing", with: "Placng"),
            notes: ["'Final Date for Placng Loans under Coverage' is read as"]),
        DCADirt(
            clean(["Guarantee Number": "A5"]).replacingOccurrences(of: "\"Claims\"", with: "\"claim\""),
            notes: ["The key 'claim' is read as 'Claims'."]),
        line(
            "A1", ["Partner Name": "Other Bank"],
            notes: ["'A1' stands on line 1 too, with another Partner Name, Claims"]),
        line("A1", ["Partner Name": "Third Bank"], notes: ["kept as 'A1#3'"]),
        line(
            String(repeating: "Long ", count: 20) + "number", [:],
            notes: ["is too long; it is kept as 'Long Long"]),
        line(
            "A6", ["Guarantee Start Date": "2012/06/12", "Guarantee End Date": "12/06/2017"],
            notes: ["is read as 2017-06-12, so that start and end are whole years apart"]),
        line("A7", ["Guarantee End Date": "9/30/2020"], notes: ["is read as 2020-09-30."]),
        line("A8", ["Guarantee End Date": "2020-09-30"]),
        line("A9", ["Cumulative Utilization": ""], notes: ["Cumulative Utilization is empty"]),
        line("A10", ["Primary Target Sector": "Space"], notes: ["The sector 'Space' is not in the table"]),
        line(
            "A11", ["Cumulative Utilization": "$5,000,001 "],
            notes: ["The utilization of 5,000,001.00 is above"]),
        line(
            "A12", ["Claims": "$100 ", "Recoveries": "$130 "],
            notes: ["the 30.00 beyond are kept as surplus"]),
        line("A13", ["Claims": "$0 ", "Cumulative Utilization": "$0 ", "Status": "Expired"]),
    ]

    private static let refused: [DCADirt] = [
        DCADirt(
            clean(["Guarantee Number": "R1"]).replacingOccurrences(of: "2014/09/30\",", with: "2014/09/30\""),
            reasons: ["there should be ',' or '}'"]),
        DCADirt(String(clean(["Guarantee Number": "R2"]).dropLast(9)), reasons: ["no whole JSON object"]),
        DCADirt(clean(["Guarantee Number": "R3"]) + " {}", reasons: ["more after the JSON object"]),
        DCADirt("Guarantee Number,Partner Name", reasons: ["at byte 1 there should be '{'"]),
        DCADirt(
            clean(["Guarantee Number": "R4"]).replacingOccurrences(of: "\"$5,000,000 \"", with: "[5000000]"),
            reasons: ["neither text nor number"]),
        DCADirt(
            clean(["Guarantee Number": "R5"]).replacingOccurrences(
                of: "\"Country\"", with: "\"Partner Name\""),
            reasons: ["'Partner Name' stands there twice"]),
        DCADirt(
            clean(["Guarantee Number": "R6"]).replacingOccurrences(of: "\"Claims\"", with: "\"Demands\""),
            reasons: ["'Demands' is not known", "'Claims' is missing"]),
        DCADirt(
            clean(["Guarantee Number": "R7"]).replacingOccurrences(of: "{", with: "{\"Claim\": \"$1 \", "),
            reasons: ["'Claim' is not known; did you mean 'Claims'?"]),
        DCADirt(
            clean(["Guarantee Number": "A1", "Claims": "$100 ", "Recoveries": "$40 "]),
            reasons: ["The same as line 1."]),
        line("", [:], reasons: ["Guarantee Number '' must be a text"]),
        line("R8", ["Partner Name": " "], reasons: ["Partner Name ' ' must be a text"]),
        line("R9", ["Guarantee Start Date": "2014/02/30"], reasons: ["must be a day that exists"]),
        line("R10", ["Guarantee End Date": "05/06/2020"], reasons: ["may be 2020-05-06 or 2020-06-05"]),
        line("R11", ["Guarantee End Date": "2014/09/30"], reasons: ["not after its start"]),
        line("R12", ["Guarantee Percentage": "50"], reasons: ["must be a percentage"]),
        line("R13", ["Guarantee Percentage": "0.00%"], reasons: ["must be a percentage"]),
        line("R14", ["Guarantee Percentage": "101.00%"], reasons: ["must be a percentage"]),
        line("R15", ["Guarantee Percentage": "33.3333%"], reasons: ["use simpler ones"]),
        line(
            "R16", ["Claims": "€5 ", "Recoveries": "-$5 ", "Status": "Open"],
            reasons: [
                "Claims '€5 ' must be dollars", "Recoveries '-$5 ' must be dollars", "one of Active, Expired",
            ]),
        line("R17", ["Claims": "$1,00 "], reasons: ["must be dollars"]),
        line("R18", ["Claims": "$99,999,999,999,999 "], reasons: ["must be dollars"]),
        line(
            "R19", ["Effective Maximum Cumulative Disbursements": "$0 ", "Cumulative Utilization": "$0 "],
            reasons: ["Nothing was guaranteed"]),
        line(
            "R20", ["Claims": "$500,001 "],
            reasons: ["a whole loss of 1,000,002.00, above the 1,000,000.00 disbursed"]),
        line("R21", ["Recoveries": "$5 "], reasons: ["Nothing was compensated yet"]),
        DCADirt(
            "{\"Guarantee Number\": \"" + String(repeating: "x", count: 70_000) + "\"}",
            reasons: ["is longer than"]),
    ]
}
