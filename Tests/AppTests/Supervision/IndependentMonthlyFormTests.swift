import Core
import Storage
import TestSupport
import Testing

@testable import App

/// The monthly form recomputed by another program, in another language, from the exported lists alone, and
/// compared with the workbooks that are handed in.
@Suite struct IndependentMonthlyFormTests {
    @Test func anotherProgramComesToTheSameCells() async throws {
        let database = try TestEngine.sqlite.makeDatabase()
        let book = try Book.open(database.url, keyFile: database.keyFile, now: { Demonstration.openedAt })
        defer { book.close() }
        try Demonstration.make(in: book, scale: .tenth)
        let directory = try TestDirectory()
        for (list, name) in [
            (BookList.guarantees, "guarantees"), (.agreements, "agreements"), (.entries, "entries"),
        ] {
            _ = try await list.write(
                book, to: directory("\(name).csv"), format: .csv, isFull: list == .guarantees)
        }
        let sizes = try book.database.readSynchronously { connection in
            try connection.all("SELECT number, size FROM guarantee") {
                "\"\($0.text(0))\": \"\($0.text(1))\""
            }
        }
        _ = try directory.write("sizes.json", "{\(sizes.joined(separator: ", "))}")
        let month = try #require(FormMonth("2017-06"))
        let forms = try book.database.readSynchronously { connection in
            try InstitutionStore.all(connection).filter { $0.kind == .guarantor }.map {
                try MonthlyFormStore.draw($0.code, month, today: month.last, connection)
            }
        }
        for form in forms { try MonthlyFormExport.write(form, to: directory("\(form.guarantor.code).xlsx")) }
        let rows = try directory.pythonRows(Self.script)
        let (count, differences) = (rows.first?.first.flatMap { Int($0) } ?? 0, rows.dropFirst())
        #expect(differences.isEmpty, "\(differences.prefix(20))")
        // 25 guarantors with rows of money and customers in two or three columns.
        #expect(count > 2_000)
    }

    /// Whole fen throughout; a cell of money is a number of 10,000 yuan.
    private static let script = #"""
        import csv, datetime, glob, json, os
        from collections import defaultdict
        from fractions import Fraction
        import openpyxl

        def fen(text): return round(Fraction(text) * 100)
        def table(name): return list(csv.DictReader(open(name + ".csv", encoding="utf-8-sig")))
        agreements = {row["agreement_no"]: row for row in table("agreements")}
        guarantees = {row["guarantee_no"]: row for row in table("guarantees")}
        entries = defaultdict(list)
        for row in table("entries"):
            if row["guarantee_no"]: entries[row["guarantee_no"]].append(row)

        def weights_of(guarantee):
            return [int(part) for part in agreements[guarantee["agreement_no"]]["shares"].split(":")]

        def bank_part(whole, weights):
            parts, total = [0] * len(weights), sum(weights)
            for seat in range(1, whole % total + 1):
                free = [p for p in range(len(weights)) if parts[p] * total < weights[p] * seat]
                best = max(free, key=lambda p: (Fraction(weights[p], parts[p] + 1), -p))
                parts[best] += 1
            return whole // total * weights[2] + parts[2]

        def state(name, day):
            out = defaultdict(int)
            ends, loss, back, off, claimed = [guarantees[name]["ends_on"]], 0, 0, 0, 0
            undone = {row["reverses"] for row in entries[name] if row["on"] <= day}
            for row in entries[name]:
                if row["on"] > day: continue
                kind, amount, principal = row["kind"], fen(row["amount_yuan"]), fen(row["principal_yuan"])
                out["outstanding"] += principal
                if kind == "disbursed": out["disbursed"] += principal
                if kind == "fee_paid": out["fees"] += amount
                if kind == "fee_refunded": out["fees"] -= amount
                if kind == "recovered": back += amount
                if kind == "recovery_cost": back -= amount
                if kind == "written_off": off += amount
                if kind == "claimed": claimed += amount - fen(row["interest_yuan"])
                if kind == "extended" and not row["reverses"] and row["entry"] not in undone:
                    ends.append(row["until"])
                if kind == "compensated":
                    loss += fen(row["loss_yuan"])
                    claimed += principal
                    out["paid"] += amount
            weights = weights_of(guarantees[name])
            paid = lambda whole: whole - bank_part(whole, weights)
            net = loss - min(max(back, 0), loss)
            left = net - min(off, net)
            out["released"] = out["disbursed"] - out["outstanding"]
            out["balance"], out["lost"] = paid(left), paid(net) - paid(left)
            out["overdue"] = out["outstanding"] if max(ends) < day else min(claimed, out["outstanding"])
            return out

        def groups(guarantee):
            kinds = {"loan": "1.1", "bond": "1.2", "other_financing": "1.3"}
            found = [kinds[guarantee["guarantee_kind"]], "1.4"]
            if guarantee["industry"][0] == "A" or guarantee["policy_kind"] == "farmer":
                found.append("3")
            return found + {"small": ["4"], "micro": ["5"]}.get(sizes[guarantee["guarantee_no"]], [])

        standing = [("14", "released"), ("16", "paid"), ("18", "lost"), ("19", "balance"), ("20", "overdue")]
        flowing = [("13", "released"), ("15", "paid"), ("17", "lost"), ("10.1", "fees")]
        def column(code, start, end):
            rows, customers, outstanding = defaultdict(int), defaultdict(set), defaultdict(int)
            weighted = defaultdict(int)
            mine = [g for g in guarantees.values() if agreements[g["agreement_no"]]["guarantor"] == code]
            states = {}
            for g in mine:
                name = g["guarantee_no"]
                states[name] = (state(name, start), state(name, end))
                outstanding[g["credit_code"]] += states[name][1]["outstanding"]
            for g in mine:
                before, now = states[g["guarantee_no"]]
                year = now["disbursed"] - before["disbursed"]
                for group in groups(g):
                    rows["5." + group] += year
                    rows["7." + group] += now["outstanding"]
                    if year > 0: customers["6." + group].add(g["credit_code"])
                    if now["outstanding"] > 0: customers["9." + group].add(g["credit_code"])
                for row, key in standing: rows[row] += now[key]
                for row, key in flowing: rows[row] += now[key] - before[key]
                small = {"4", "5"} & set(groups(g)) and outstanding[g["credit_code"]] <= 500_000_000
                shares = agreements[g["agreement_no"]]["shares"]
                weighted[shares] += now["outstanding"] * (75 if small else 100)
            for shares, amount in weighted.items():
                parts = [int(part) for part in shares.split(":")]
                rows["8"] += round(Fraction(amount * parts[0], sum(parts) * 100))
            for row in ["5", "7"]: rows[row] = rows[row + ".1.4"]
            for row in ["6", "9"]:
                for group in ["1.1", "1.4", "3", "4", "5"]:
                    rows[f"{row}.{group}"] = len(customers[f"{row}.{group}"])
                rows[row] = rows[row + ".1.4"]
            for row in ["13", "15", "17", "19"]: rows[row + ".1"] = rows[row]
            return rows

        sizes = json.load(open("sizes.json"))
        compared, differences = 0, []
        for path in sorted(glob.glob("*.xlsx")):
            code = path[:-5]
            sheet = openpyxl.load_workbook(path).active
            cells = {row[0]: row[2:5] for row in sheet.iter_rows(min_row=5, values_only=True)}
            columns = [
                ("2016-12-31", "2017-06-30"), ("2016-12-31", "2016-12-31"), ("2015-12-31", "2016-06-30")]
            for place, (start, end) in enumerate(columns):
                for row, value in column(code, start, end).items():
                    cell = cells[row][place]
                    isFlow = row.split(".")[0] in ("5", "6", "10", "13", "15", "17")
                    if place == 1 and isFlow:
                        if cell != "—": differences.append([code, row, str(place), str(cell)])
                        continue
                    scale = 1 if row.split(".")[0] in ("6", "9") else 1_000_000
                    compared += 1
                    if round(cell * scale) != value:
                        differences.append([code, row, str(place), str(cell), str(value)])
        print(json.dumps([[str(compared)]] + differences))
        """#
}
