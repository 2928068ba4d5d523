module profilerecorder

go 1.24
