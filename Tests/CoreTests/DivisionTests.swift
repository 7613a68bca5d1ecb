/// The table of divisions: how many there are, how they hang together, and the same against python-stdnum.
import Testing

@testable import Core

@Suite struct DivisionTests {
    @Test func countsOfToday() {
        #expect(Division.region.name == "广西壮族自治区")
        #expect(Division.cities.count == 14)
        #expect(Division.counties.count == 111)
        #expect(Division.cities.map(\.counties.count).reduce(0, +) == 111)
        #expect(Division.find("450100")?.counties.count == 12)
    }

    @Test func everyRowIsSound() {
        for (row, next) in zip(Division.all, Division.all.dropFirst()) { #expect(row.code <= next.code) }
        for division in Division.all {
            #expect(division.code.isInRegion)
            #expect(division.firstYear <= division.lastYear ?? .max)
            #expect(!division.name.isEmpty && division.englishName.utf8.allSatisfy { $0 < 128 })
            if division.level != .region { #expect(division.city != nil, "\(division.code)") }
        }
    }

    @Test func codesChange() throws {
        let county = try #require(Division.find("450127"))
        let city = try #require(Division.find("450181"))
        #expect(county.name == "横县" && city.name == "横州市")
        #expect(city.city?.name == "南宁市")
        let days = [Day("2020-12-31")!, Day("2021-06-01")!, Day("2022-01-01")!]
        #expect(days.map { county.isInForce(on: $0) } == [true, true, false])
        #expect(days.map { city.isInForce(on: $0) } == [false, true, true])
    }

    @Test func oneCodeTwoBearers() throws {
        let code = try #require(Division.Code("450103"))
        #expect(Division.find(code)?.name == "青秀区")
        #expect(Division.find(code, on: Day("2002-05-01")!)?.name == "新城区")
        #expect(Division.find(code, on: Day("2005-05-01")!)?.name == "青秀区")
    }

    @Test(arguments: ["", "45010", "4501000", "45010O", "-50100", "+50100", "45 100", "４５０１００"])
    func refusesCode(_ text: String) { #expect(Division.Code(text) == nil) }

    @Test func otherProvincesAreCodesWithoutNames() throws {
        let code = try #require(Division.Code("440300"))
        #expect(code.name == nil && !code.isInRegion && code.level == .city)
        #expect(try #require(Division.Code("010000")).description == "010000")
    }

    @Test func agreesWithStdnum() throws {
        let script = """
            import os, re, stdnum
            path = os.path.join(os.path.dirname(stdnum.__file__), 'cn', 'loc.dat')
            inside = False
            for line in open(path, encoding='utf-8'):
                if not line.startswith(' '):
                    inside = line.startswith('45 ')
                    continue
                if inside:
                    code, names = re.match(r'\\s+(\\d{4}) county="(.*)"', line).groups()
                    for name in names.split(','):
                        m = re.match(r'(?:\\[(\\d*)-(\\d*)\\])?(.*)', name)
                        if m.group(3) not in ('市辖区', '市区') and int(m.group(2) or 9999) >= 2000:
                            print('45' + code, m.group(3), m.group(1) or '1980', m.group(2) or '-')
            """
        let theirs = Set(try runPython(script, needing: ["python-stdnum"]).map(String.init))
        let ours = Set(
            Division.all.map {
                "\($0.code) \($0.name) \($0.firstYear) \($0.lastYear.map(String.init) ?? "-")"
            })
        // Its counties kept their codes until the summer of 2002, so the prefecture did too.
        #expect(theirs.subtracting(ours) == ["452400 贺州地区 1997 2001"])
        #expect(ours.subtracting(theirs) == ["452400 贺州地区 1997 2002"])
    }
}
