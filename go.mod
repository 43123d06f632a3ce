module github.com/interviewcoach/interviewcoach

go 1.26.0
