/// The names of `AlteredPeople`, compiled for it alone.
extension AlteredPeople {
  static let given = words(
    """
    Alun Beryl Callum Daphne Edwin Fergus Glenys Howard Imogen Jolyon Keira Lionel Mabel Nerys Oswald Primrose Quentin
    Rosalind Stuart Tabitha Ursula Vernon Winifred Aoife Ciarán Gráinne Róisín Seán Úna José Inês Tiago Gonçalo Anaïs
    Hélène Émile Zoltán Ágnes Jürgen Käthe Günther Åse Øyvind Chidi Ngozi Kwame Akosua Tendai Farai Blessing Precious
    Mei Linh Duc Thuy Kiran Sunita Rakesh Meena Gurpreet Harjit Thabo Lerato Mehwish Nimra
    """)
  static let family = words(
    """
    Ashworth Blundell Culshaw Dickinson Entwistle Fazakerley Gaskell Halsall Ibbotson Jessop Kershaw Lathom Molyneux
    Norbury Ormerod Pilkington Quayle Rimmer Scarisbrick Tarleton Unsworth Vernon Winstanley Yarwood Birchall Caddick
    Dunphy Eccleston Fairclough Gerrard Hesketh Kenyon Leyland Mawdsley Naylor Ó'Ceallaigh Ní'Dhomhnaill Gonçalves
    Magalhães Brandão Conceição Lefèvre Bérubé Müllner Schäfer Größl Ångström Sørland Nkrumah Boateng Chukwu Eze Moyo
    Chikwanha Nguyen Pham Hoang Zhang Huang Bhatt Desai Grewal Dhaliwal Mokoena Nxumalo Farooqi Bajwa
    """)
  static let middle = words(
    "Rose Lee Grace Jude Faye Ray Joy Dean Skye Blake Wren Noor Sami Lulu Kit Bo")
  static let arabicGiven = words(
    """
    xaalid munHir Tamir riyaaD laTiif majdii nabiil wajdii fu'aad zuhayr SakiibE ra'ed hayTam qusayy mu3taz baSiir
    jawaad 3aadil faaruuq raSiid luTfii naajii saamir muhannad bayaan duHaa rahaf sawsan ibtisaam najwaa wafaa'
    SahlE zubaydE raSiidE mufiidE samiirE jamiilE 3afaaf kawTar intisaar
    """)
  static let arabicFamily = words(
    """
    al-xatiib al-Hakiim al-najjaar al-Saami al-baghdaadii al-qaasimii Haddaad xuurii sabbaag qabbaanii darwiiS mansuur
    tawfiiq 3abbuud Sahiin jabbuur zaydaan barakaat qawwaas fayyaad al-juburii al-3ubaydii hamdaan xudayr sulTaan
    al-tamiimii maHfuuz nassaar qindiil salluum Tabbaax wahbE jum3E naSwaan rayyaan
    """)
  static let cyrillicGiven = words(
    """
    Ярослав Людмила Богдан Оксана Тарас Галина Степан Наталія Вячеслав Зоряна Руслан Світлана Василь Жанна Микита
    Кирило Христина Захар Юлія Артем Віталій Лариса Ростислав Валерія Тимофій Поліна Єгор Раїса Федір Марта
    """)
  static let cyrillicStems = words(
    """
    Щерба Ткач Бондар Гриц Жовт Хоменч Шевц Яремч Цимбал Кравч Лисич Мороз Павлич Руден Савч Тимош Федор Чорновал
    Данил Захар Іван Климч Марч Назар Остап Петр Роман Семен Юрч Дорош Гнат Харч
    """)
  static let polishGiven = words(
    """
    Bogusława Czesław Dobrosława Grażyna Jędrzej Krzysztof Lesław Mieczysław Przemysław Radosław Szczepan Świętosława
    Wacław Wiesława Zdzisław Żaneta Bożena Jarosław Kazimierz Jadwiga Zbigniew Elżbieta
    """)
  static let polishFamily = words(
    """
    Brzęczyszczykiewicz Chrzanowski Dąbrowa Gąsior Jabłoński Krzyżanowski Łuczak Mączka Piętka Rzepecki Szczygieł
    Święcicki Trzeciak Wójcik Wrzesień Żurawski Ćwik Błaszczyk Cieślak Gołąb Kaźmierczak Włodarczyk Szymański Pająk
    """)

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
