module premain.dev

go 1.26
