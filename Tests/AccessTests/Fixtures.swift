/// Keys and tokens that PyJWT made, with keys of their own: what this server verifies, it didn't sign.
enum Fixtures {
  /// 2026-01-01T00:00:00Z, when they were issued; they expire an hour later.
  static let issuedAtSeconds: Int64 = 1_767_225_600

  static let keySet =
    #"{"keys":[{"kty":"RSA","n":"nKk9TTILpHwK_0jN9QTJvzfOT16Mci1N9yWTujrrZSEcmw7gqopZlt6q9M1gho7xNhuij51tI"#
    + #"yqLxz9VcNDxSXjyG1l4-Kp7GqRlz_XT7GIEGIGs5oHjNHUHn-_9Nkaqh-gYdCxTgg1YowGtMNbh3Q1XlI2P24SDpaf7rGyu4zdFJ"#
    + #"s3the9dC7usBr2532tLK2OyXER3e-BeVZXqO8TPfzgu7Q9BauT6sbIphIGx-7DgMkapBYl5hJFGXdJQqSR5j0tk8NKwKp0lP_Eey"#
    + #"mEfquaxyoaCaz7ACG5XU1KihtIvXTjBzZzZRTs5iqh611ufJDb2Oq3kDqo8LQZdkN_nGQ","e":"AQAB","kid":"rsa-1","alg"#
    + #"":"RS256","use":"sig"},{"kty":"EC","crv":"P-256","x":"MaeRsvy62fU49jb_YEDyaG4s6k2VSX9n8yTUqbenGdM",""#
    + #"y":"AXIdvKsNJtMUR04diib81UXW8aVoAhxy3BkRvqo1tcY","kid":"ec-1","use":"sig"},{"kty":"RSA","n":"yS1X0fC"#
    + #"7R0wxAtLcPriwPJQ5ysNtYLBhg9bMRs95pN_D4-AwyRkzQ_3MEC6HBvd23Lz0Om6BR5WGB6JBIxeXL5VuuSagg-pXIquEiuGU5bJ"#
    + #"z1El7OkVngmOl88HfHenwySHkSHtsU97vYZXaHHgyRFudgm8R_WmSfjpl0JpVPoU","e":"AQAB","kid":"small"},{"kty":""#
    + #"RSA","n":"quylWu0r3ie8wtf6SQqfh3rU09PjOn9BKHel_ns-3gJiUu-soNykvv6zJp5b7hTJEwqWTLO5gamRenyLyPndGe4c0g"#
    + #"9v_5d8Rn3NIklcFM9YBlYfwPUPYnks9p80DLxiT31hhxMSHLIggEiFhZgEsdammxuPl7EpjomSbd-uf6mIHSGdw04_tnoHzIs5o_"#
    + #"cHLRPl57cmNOJPJIbnEmZ6aTBXcoLYVXalFuwyNacNn3PzkoYbRhAn2H_nUezATpfntDmq1AiUV2E7xzqdib6wQVRCD5S6KB9t5N"#
    + #"ZsTuGnx7vLH4D-gkOE-FUnymhSyAox-sk9g_02YdiOUe_yYD7e6w","e":"AQAB","kid":"enc","use":"enc"},{"kty":"oc"#
    + #"t","k":"AAAA","kid":"oct"}]}"#

  static let laterKeySet =
    #"{"keys":[{"kty":"RSA","n":"nKk9TTILpHwK_0jN9QTJvzfOT16Mci1N9yWTujrrZSEcmw7gqopZlt6q9M1gho7xNhuij51tI"#
    + #"yqLxz9VcNDxSXjyG1l4-Kp7GqRlz_XT7GIEGIGs5oHjNHUHn-_9Nkaqh-gYdCxTgg1YowGtMNbh3Q1XlI2P24SDpaf7rGyu4zdFJ"#
    + #"s3the9dC7usBr2532tLK2OyXER3e-BeVZXqO8TPfzgu7Q9BauT6sbIphIGx-7DgMkapBYl5hJFGXdJQqSR5j0tk8NKwKp0lP_Eey"#
    + #"mEfquaxyoaCaz7ACG5XU1KihtIvXTjBzZzZRTs5iqh611ufJDb2Oq3kDqo8LQZdkN_nGQ","e":"AQAB","kid":"rsa-1","alg"#
    + #"":"RS256","use":"sig"},{"kty":"EC","crv":"P-256","x":"MaeRsvy62fU49jb_YEDyaG4s6k2VSX9n8yTUqbenGdM",""#
    + #"y":"AXIdvKsNJtMUR04diib81UXW8aVoAhxy3BkRvqo1tcY","kid":"ec-1","use":"sig"},{"kty":"RSA","n":"yS1X0fC"#
    + #"7R0wxAtLcPriwPJQ5ysNtYLBhg9bMRs95pN_D4-AwyRkzQ_3MEC6HBvd23Lz0Om6BR5WGB6JBIxeXL5VuuSagg-pXIquEiuGU5bJ"#
    + #"z1El7OkVngmOl88HfHenwySHkSHtsU97vYZXaHHgyRFudgm8R_WmSfjpl0JpVPoU","e":"AQAB","kid":"small"},{"kty":""#
    + #"RSA","n":"quylWu0r3ie8wtf6SQqfh3rU09PjOn9BKHel_ns-3gJiUu-soNykvv6zJp5b7hTJEwqWTLO5gamRenyLyPndGe4c0g"#
    + #"9v_5d8Rn3NIklcFM9YBlYfwPUPYnks9p80DLxiT31hhxMSHLIggEiFhZgEsdammxuPl7EpjomSbd-uf6mIHSGdw04_tnoHzIs5o_"#
    + #"cHLRPl57cmNOJPJIbnEmZ6aTBXcoLYVXalFuwyNacNn3PzkoYbRhAn2H_nUezATpfntDmq1AiUV2E7xzqdib6wQVRCD5S6KB9t5N"#
    + #"ZsTuGnx7vLH4D-gkOE-FUnymhSyAox-sk9g_02YdiOUe_yYD7e6w","e":"AQAB","kid":"enc","use":"enc"},{"kty":"oc"#
    + #"t","k":"AAAA","kid":"oct"},{"kty":"RSA","n":"quylWu0r3ie8wtf6SQqfh3rU09PjOn9BKHel_ns-3gJiUu-soNykvv6"#
    + #"zJp5b7hTJEwqWTLO5gamRenyLyPndGe4c0g9v_5d8Rn3NIklcFM9YBlYfwPUPYnks9p80DLxiT31hhxMSHLIggEiFhZgEsdammxu"#
    + #"Pl7EpjomSbd-uf6mIHSGdw04_tnoHzIs5o_cHLRPl57cmNOJPJIbnEmZ6aTBXcoLYVXalFuwyNacNn3PzkoYbRhAn2H_nUezATpf"#
    + #"ntDmq1AiUV2E7xzqdib6wQVRCD5S6KB9t5NZsTuGnx7vLH4D-gkOE-FUnymhSyAox-sk9g_02YdiOUe_yYD7e6w","e":"AQAB","#
    + #""kid":"rsa-2"}]}"#

  static let rs256 =
    #"eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYS0xIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZGEiLCJ0ZW5hbnRfaWQiOiIwYjdhOWEy"#
    + #"ZS00YzU1LTRmNmUtOWE1MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJub3J0aCIsImlzcyI6Imh0"#
    + #"dHBzOi8vaXNzdWVyLmV4YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2"#
    + #"NzIyOTIwMH0.PyvXDNDWu92DpNrqO-C_Pw1gbvNCcf1vcZLEeQRCaBQR8iZfp3qEz5FAFFhRbvnLTGKt9Aomq9zw5Zy-yMHUg0kG"#
    + #"FijrUsbN8R2zHD0rDyJYEHzGgtBNTnH_t1_hySS1ml1tG_35_9GaJXZqbenmBZb1jtBOyqjyPTkPdRe6Xh_46B8VWZ8VlVNPHojq"#
    + #"mmh54wuYufq97PkUAAku33oFmZSraVd-AN8LQisLqD5aboBfCQkNa3dcsrzQhZMyRMrOjHT7eWLB-r-F78-RM4fHt4pFuTyw-toR"#
    + #"cJDjGQrbTxhA7Mv9WjQQlPSnyd7K6xnRJfUm0ez9lr2WA0A_US_THA"#

  static let es256 =
    #"eyJhbGciOiJFUzI1NiIsImtpZCI6ImVjLTEiLCJ0eXAiOiJKV1QifQ.eyJzdWIiOiJhZGEiLCJ0ZW5hbnRfaWQiOiIwYjdhOWEyZ"#
    + #"S00YzU1LTRmNmUtOWE1MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJub3J0aCIsImlzcyI6Imh0d"#
    + #"HBzOi8vaXNzdWVyLmV4YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2N"#
    + #"zIyOTIwMH0.U4elXMRHEqTjLxyFWPUjwkS7uMwF4StkWfzztwxUFxyAum4adUUoHhrsQ9l7geQ_606gWPT3JL4enKUdeLL86Q"#

  static let rs256WithoutKeyID =
    #"eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZGEiLCJ0ZW5hbnRfaWQiOiIwYjdhOWEyZS00YzU1LTRmNmUtOWE"#
    + #"1MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJub3J0aCIsImlzcyI6Imh0dHBzOi8vaXNzdWVyLmV"#
    + #"4YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2NzIyOTIwMH0.W5XdqMm"#
    + #"OFF0kzHtAlnjLXRlQ6OKvaJHKo_x8H3R9OShpTZDBVZ6eVQhn0F7A1ql1h0h48QICLV5O3XPp6V9cmHJSOOGhlcSNqAI_gjkXhwO"#
    + #"Ej5671-p_vtnwmI1Zpr18qWZ_5Gv8gKo9o3ckejZkRUQr1g_iKgRuV2qf79v6z1_1R98I75ITnZ5vZ_9e-ZqvmXI-rNAkqTU5EjK"#
    + #"9IvQStNOpsYYOjAKRj1Tzz-ir5XalyMHzwCmlqD1v8WQW6pAE6gRxB7SdOaRgu5RXQr_6jtUneb_1krEnb-YtIPy0lH0Af2fSCp2"#
    + #"Whk3mqtq8o-XLW3YdMFP4ij20VpWAjt9HdA"#

  static let rs512 =
    #"eyJhbGciOiJSUzUxMiIsImtpZCI6InJzYS0xIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZGEiLCJ0ZW5hbnRfaWQiOiIwYjdhOWEy"#
    + #"ZS00YzU1LTRmNmUtOWE1MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJub3J0aCIsImlzcyI6Imh0"#
    + #"dHBzOi8vaXNzdWVyLmV4YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2"#
    + #"NzIyOTIwMH0.dJXTt5ihhwDq8ceZCOhS_kkJs2uAPL6nIPkVT1foCsaGqZrEtf8jFMLvmkiDwMeCtJUrirT8wMslwWyEDAZpQr8S"#
    + #"nEItKaS_k2HvePz4vi35gMuNKdqMRCyctrTeEbYZqC4F6cgubPm-z1RrHkdePpyO50T9FrW28PH9x26jwkHwz3v_w_ufM53Ob9GU"#
    + #"Idf3TvS7kr3-87yyJ-u_YDCeNc0-BmCwwTAZIgyCJ0IhZIVTocKdXRYqCvBwFLkYmJax0RE4eh7OpJ2UjHbtCL6ukatPEnNaf06p"#
    + #"tL5540Eyu-sz7zcGOp3DKgtuAEAmqIHqYcgDXMsscgdPxWbQHu7ecg"#

  static let otherKeyUnderOurName =
    #"eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYS0xIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZGEiLCJ0ZW5hbnRfaWQiOiIwYjdhOWEy"#
    + #"ZS00YzU1LTRmNmUtOWE1MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJub3J0aCIsImlzcyI6Imh0"#
    + #"dHBzOi8vaXNzdWVyLmV4YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2"#
    + #"NzIyOTIwMH0.XxnbUbQynli4lx9lDrPt7z4nm0Q0RweuvoZnsfXzsoudhWU0RYLgA917LcFn5TVdziXvy-Pjy5UmJLFPVrbYxSw6"#
    + #"HazVqx7z-viK66Iyc0Q0n_CjqInNd5xnrHjmy-dHpVSfXJvthDKwxMClY7xBgR0drP-RbvAbyQgpBxwToqpDfsyHnWs84jQBdBeZ"#
    + #"bUnUp1nSt8c2IAuOMtWm_MglYbRmJ-ruQCDNpEe6XT52hnjROtXhNPfYcjRrdIJlvvL5G7uLiApPDT5xi_API_Pspss2o4rybAPl"#
    + #"j2zGWAkLhiywKT-mV9dBOZEPS4mfpSDCFMdK9-ucrS68kvmHEym3AQ"#

  static let rotated =
    #"eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYS0yIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZGEiLCJ0ZW5hbnRfaWQiOiIwYjdhOWEy"#
    + #"ZS00YzU1LTRmNmUtOWE1MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJub3J0aCIsImlzcyI6Imh0"#
    + #"dHBzOi8vaXNzdWVyLmV4YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2"#
    + #"NzIyOTIwMH0.nUq9YD_0vwADsQH7rcfCwNLu8Up5wvBvnAXCik4G4AtyX1mCwPlIh8QUZiM08W8t5-B8DeKsg_5H_iZ-z30YdvnY"#
    + #"IaMfgVqy-c9i3_HVt3Pl9oXJwK7nL5n8__K-xvz9r70kdye4f6ZusAeSji4S0fDJkSRw4m-t436vRkK5nE3LoAo8Vj0C-jpobhqy"#
    + #"aDo9AwVB7sRFZG7hd-V1fDJWpQD25c_O5MXC_9f-7xkuqEHjU4kyCN3AzJDDIKJ6Sd4d1NG6wd0AKXMZ3vMwTGvFE2MMhw1V9JLb"#
    + #"Is3_Xn_DJwHzLChxLIV14cuuSzeERCy3ltWQm1nUH3To_QG2Q_jiFg"#

  static let small =
    #"eyJhbGciOiJSUzI1NiIsImtpZCI6InNtYWxsIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZGEiLCJ0ZW5hbnRfaWQiOiIwYjdhOWEy"#
    + #"ZS00YzU1LTRmNmUtOWE1MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJub3J0aCIsImlzcyI6Imh0"#
    + #"dHBzOi8vaXNzdWVyLmV4YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2"#
    + #"NzIyOTIwMH0.LygIwOiIxnjfwvsabd7RQnWqQI_PovmH34cQyGNb_88c6PM04iGnX-PukWvyUrgcSuDTmLhnWuIEIzLi99ex9ZMX"#
    + #"cik6QsdD57F5QDWcqhueHwUDueq5Mon1I4AH-0WF04j1i0kXQBV1UQtAXXw86Uuf2d5nyVbLr4i3gsJ6X7c"#

  static let none =
    #"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZGEiLCJ0ZW5hbnRfaWQiOiIwYjdhOWEyZS00YzU1LTRmNmUtOWE1"#
    + #"MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJub3J0aCIsImlzcyI6Imh0dHBzOi8vaXNzdWVyLmV4"#
    + #"YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2NzIyOTIwMH0."#

  static let publicKeyAsSecret =
    #"eyJhbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCIsICJraWQiOiAicnNhLTEifQ.eyJzdWIiOiAiYWRhIiwgInRlbmFudF9pZCI6I"#
    + #"CIwYjdhOWEyZS00YzU1LTRmNmUtOWE1MS02YzJmMGY0YjhlMTAiLCAicm9sZSI6ICJtYW5hZ2VyIiwgInRlYW1faWQiOiAibm9yd"#
    + #"GgiLCAiaXNzIjogImh0dHBzOi8vaXNzdWVyLmV4YW1wbGUiLCAiYXVkIjogWyJyZWNrb25lciIsICJvdGhlciJdLCAiaWF0IjogM"#
    + #"Tc2NzIyNTYwMCwgImV4cCI6IDE3NjcyMjkyMDB9.16Wnax1zXiaqWk9xWR2E8Smx4j_C82jO9ednJO6fEe0"#

  static let critical =
    #"eyJhbGciOiJSUzI1NiIsImNyaXQiOlsiZXhwIl0sImtpZCI6InJzYS0xIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZGEiLCJ0ZW5h"#
    + #"bnRfaWQiOiIwYjdhOWEyZS00YzU1LTRmNmUtOWE1MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJu"#
    + #"b3J0aCIsImlzcyI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3Njcy"#
    + #"MjU2MDAsImV4cCI6MTc2NzIyOTIwMH0.iZAevJPlUf5GlPmM94CeN4iRV0Ln__o1LYWT-ENDxuF2W1FhfbYekKV1Vpn7LAwJEXGp"#
    + #"pvUt5NLsysmIzohazfyQuCElBm0hC5mQC0w9-VHOtVmeNMEKdvirFrlZrNF3YljuPoQzoQH-Eax3GVuFG-GuoPMRBDYkiyaHFrDj"#
    + #"BPoDxWqvk3nQiAzQh84-NiO2fMUxt5m7lAGiB0IoVDrdjmKrxmVzOG1msBueqDmokAaPNfqHuhUD1Ex2MTU7qWT9hacJKw5PsSpA"#
    + #"5ZwK8JN9heEW3P6fsAE_q49V_CxqOlgcQXjIpSeyC9ABwN_6us-tQrOw3rr6yWWLMRtVPKyVaA"#

  static let hs256 =
    #"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZGEiLCJ0ZW5hbnRfaWQiOiIwYjdhOWEyZS00YzU1LTRmNmUtOWE"#
    + #"1MS02YzJmMGY0YjhlMTAiLCJyb2xlIjoibWFuYWdlciIsInRlYW1faWQiOiJub3J0aCIsImlzcyI6Imh0dHBzOi8vaXNzdWVyLmV"#
    + #"4YW1wbGUiLCJhdWQiOlsicmVja29uZXIiLCJvdGhlciJdLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2NzIyOTIwMH0.pC08hdC"#
    + #"irsy3W8b1Z2CJgSVGLL8y--hFJfMsk53dWps"#
}
